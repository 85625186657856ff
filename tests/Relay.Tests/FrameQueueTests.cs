using Cluster.Protos;

namespace Cluster.Relay.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FrameQueueTests
{
    private const int Overhead = 64;

    private readonly FrameQueue _queue = new();

    [Test]
    public void TryAdd_UpToTheBound_IsTakenAndOneByteMoreIsNot()
    {
        Assert.That(_queue.TryAdd(Frame((int)FrameQueue.MaxBytes - Overhead)), Is.True);
        _queue.Take();

        Assert.That(_queue.TryAdd(Frame((int)FrameQueue.MaxBytes - Overhead + 1)), Is.False);
    }

    [Test]
    public void TryAdd_AfterWhatWasThereIsTaken_HasItsRoomAgain()
    {
        var half = Frame((int)(FrameQueue.MaxBytes / 2));
        for (var i = 0; i < 10; i++)
        {
            Assert.That(_queue.TryAdd(half), Is.True, $"round {i}");
            _queue.Take();
        }
        Assert.That(_queue.TryAdd(half), Is.True);
        Assert.That(_queue.TryAdd(half), Is.False, "two of them and what each takes beside");
    }

    private static QueuedFrame Frame(int size) => new(0, new PrimaryFrame(), null, size);
}
