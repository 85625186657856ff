using Fuzz;

namespace SocketIO.Tests;

public sealed class FuzzTests
{
    /// <summary>A short run; <c>dotnet run -c Release --project tests/Fuzz</c> makes a long one.</summary>
    [Test]
    public async Task Run_TwentyThousandInputs_FindsNothing()
    {
        var report = await FuzzRun.RunAsync(new FuzzOptions { Inputs = 20_000, WirePercent = 10, Rounds = 1 }, TestContext.Out);

        Assert.That(report.Findings, Is.Empty);
        Assert.That(report.Echoes, Is.GreaterThan(0));
        Assert.That(report.Targets.Values.Select(target => target.Accepted), Has.All.GreaterThan(0), "what is refused at once shows little");
    }
}
