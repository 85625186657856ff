using NUnit.Framework;
using SocketIO.Sequencer.Storage;

namespace Sequencer.Tests;

/// <summary>What SQLite itself says about how it synchronises: acknowledged appends must be on the disk.</summary>
public sealed class SynchronousTests : LogFixture
{
    private const long Normal = 1;
    private const long Full = 2;

    [Test]
    public void Commit_FirstAfterOpenHoldsAnAppend_IsFull()
    {
        using var log = Open();

        log.Commit([Append("a", 1, "key")]);

        Assert.That(((SqliteStore)log.Store).SynchronousLevel(), Is.EqualTo(Full));
    }

    [Test]
    public void Commit_AppendsAndOthersInTurn_FollowsEachBatch()
    {
        using var log = Open();
        // The first batch of all reserves numbers, which is FULL whatever it holds.
        log.Commit([Emit("a", 1)]);

        var levels = new List<long>();
        for (var i = 0; i < 6; i++)
        {
            log.Commit([i % 2 == 0 ? Append("a", i + 2, $"key {i}") : Emit("a", i + 2)]);
            levels.Add(((SqliteStore)log.Store).SynchronousLevel());
        }

        Assert.That(levels, Is.EqualTo([Full, Normal, Full, Normal, Full, Normal]));
    }
}
