using NUnit.Framework;

namespace Sequencer.Tests.Sessions;

/// <summary>
/// Random histories against the simplest model: at each event, write down for whom it is. A session that comes back must
/// get exactly what was written down for it behind its offset, in any pages; or, when some of that was trimmed, be denied.
/// </summary>
[TestFixture]
public sealed class SessionModelTests : LogFixture
{
    private static readonly TimeSpan Retention = TimeSpan.FromSeconds(60);

    [Test]
    public void Replay_AnyHistory_GivesEachSessionItsEvents([Range(1, 12)] int seed) => Run(seed, inMemory: false);

    [Test]
    public void Replay_AnyHistoryInMemory_GivesEachSessionItsEvents([Range(101, 112)] int seed) => Run(seed, inMemory: true);

    private void Run(int seed, bool inMemory)
    {
        var run = new RandomHistory(seed, () => Open(new SequencerOptions
        {
            Path = inMemory ? null : DatabasePath,
            Retention = Retention,
            MaxTailBytes = 2_000,
        }), Time, mayRestart: !inMemory);
        try
        {
            for (var step = 0; step < 600; step++)
            {
                run.Step();
            }
            Assert.That(run.Granted, Is.GreaterThan(20), "the history is worth its name");
            Assert.That(run.DeniedForTrimming, Is.GreaterThan(0));
            Assert.That(run.GrantedAfterTrimming, Is.GreaterThan(0));
        }
        finally
        {
            run.Dispose();
        }
    }
}
