using Chaos.Faults;
using Chaos.Running;
using Chaos.Verification;
using Testing.Processes;

namespace Chaos.Tests;

/// <summary>A short run of the checker against a real cluster, always with the same harm.</summary>
public sealed class ShortRunTests
{
    [Test]
    public async Task Run_WithHarmOfEveryKind_BreaksNoPromise()
    {
        var options = new ChaosOptions
        {
            Duration = TimeSpan.FromSeconds(60),
            Seed = 17,
            Clients = 30,
            Workers = 3,
            FaultsPerMinute = 40,
            ChatRate = 10,
            SayRate = 20,
            Window = TimeSpan.FromSeconds(60),
            Worker = BuildOutput.ChaosWorker,
            // To stay away too long takes too long here.
            Faults = [.. Fault.All.Select(fault => fault.Name).Where(name => name != "client away too long")],
        };

        await using var run = await ChaosRun.StartAsync(options);
        var history = await run.RunAsync(text => TestContext.Out.WriteLine(text));
        var violations = Verifier.Check(history);

        await TestContext.Out.WriteLineAsync(Report.Figures(history, run.Recorder));
        foreach (var violation in violations.Take(10))
        {
            await TestContext.Out.WriteLineAsync(Report.Story(history, violation));
        }
        if (violations.Count > 0)
        {
            await TestContext.Out.WriteLineAsync(run.Output);
        }
        Assert.That(violations, Is.Empty);
        Assert.That(history.Faults.Select(fault => fault.Kind).Distinct(), Is.EquivalentTo(options.Faults), "harm of a kind that was not done shows nothing");
        Assert.That(history.Messages.Count(message => message.IsAcked), Is.GreaterThan(300), "too little was sent to show anything");
        Assert.That(SessionCheck.Count(history).GetValueOrDefault("recovered"), Is.GreaterThan(30), "too little was recovered to show anything");
    }
}
