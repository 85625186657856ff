using Attacks.Attacks;
using Attacks.Running;

namespace Chaos.Tests;

/// <summary>Every attack, for a few seconds: what it costs is measured by hand, and that nobody is lost is seen here.</summary>
public sealed class AttackTests
{
    /// <summary>Far more lines than the bound of one kind lets through in so short a time.</summary>
    private const int MostLines = 300;

    private static IEnumerable<string> Names => IAttack.All.Select(attack => attack.Name);

    [TestCaseSource(nameof(Names))]
    public async Task Attack_OfAFewSeconds_LosesNobodyAndFillsNoLog(string name)
    {
        var attack = IAttack.All.Single(attack => attack.Name == name);
        await using var target = await ClusterTarget.StartAsync(isFilled: attack.Messages > 0, attack.MaxFiles);
        var result = await AttackRun.RunAsync(attack, AttackPlan.Brief, target);

        await TestContext.Out.WriteLineAsync(AttackResult.Header);
        await TestContext.Out.WriteLineAsync(result.ToString());
        Assert.That(result.Done, Is.Positive, "nothing was attacked");
        Assert.That(result.AllSurvived, Is.True);
        Assert.That(result.Fault, Is.Null);
        // The one that is waited for counts, too: a standstill of everybody would be one.
        Assert.That(result.AttackedOther, Has.Count.GreaterThan(2), "the others stood still");
        Assert.That(result.AttackedSame, Has.Count.GreaterThan(2), "the others stood still");
        Assert.That(result.LogLines, Is.LessThan(MostLines));
    }
}
