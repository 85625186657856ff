using System.Collections.Concurrent;
using SocketIO.Core;

namespace SocketIO.Tests;

public sealed class HandlerQueueTests
{
    private const long PlentyOfBytes = 1_000_000;

    [Test]
    public void Enqueue_IdleQueue_RunsAtOnceOnThisThread()
    {
        var thread = 0;
        var queue = Start(10, _ =>
        {
            thread = Environment.CurrentManagedThreadId;
            return ValueTask.CompletedTask;
        });

        var taken = queue.EnqueueAsync(Event("a"));

        Assert.That(taken.IsCompletedSuccessfully, Is.True);
        Assert.That(thread, Is.EqualTo(Environment.CurrentManagedThreadId));
    }

    [Test]
    public async Task Enqueue_FromManyThreads_RunsOneAtATimeAndAll()
    {
        var (running, most, count) = (0, 0, 0);
        var queue = Start(100_000, async _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
            Interlocked.Increment(ref count);
        });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 500; i++)
            {
                await queue.EnqueueAsync(Event("e"));
            }
        }))).Within();
        await Eventually.TrueAsync(() => Volatile.Read(ref count) == 2_000, "all handlers");

        Assert.That(most, Is.EqualTo(1));
    }

    [Test]
    public async Task Enqueue_WhileAHandlerRuns_KeepsTheOrder()
    {
        var order = new ConcurrentQueue<string>();
        var gate = new TaskCompletionSource();
        var queue = Start(100, async work =>
        {
            await gate.Task;
            order.Enqueue(work.Name);
        });
        var names = Enumerable.Range(0, 50).Select(i => $"e{i}").ToArray();

        foreach (var name in names)
        {
            await queue.EnqueueAsync(Event(name)).Within();
        }
        gate.SetResult();
        await Eventually.TrueAsync(() => order.Count == names.Length, "all handlers");

        Assert.That(order, Is.EqualTo(names));
    }

    [Test]
    public async Task Enqueue_FullQueue_WaitsUntilHalfIsHandled()
    {
        const int capacity = 4;
        var gate = new SemaphoreSlim(0);
        var handled = 0;
        var queue = Start(capacity, async _ =>
        {
            await gate.WaitAsync();
            Interlocked.Increment(ref handled);
        });
        await queue.EnqueueAsync(Event("running")).Within();
        for (var i = 1; i < capacity; i++)
        {
            var waiting = queue.EnqueueAsync(Event("waiting"));
            Assert.That(waiting.IsCompletedSuccessfully, Is.True);
        }

        var full = queue.EnqueueAsync(Event("one more")).AsTask();
        Assert.That(full.IsCompleted, Is.False);
        gate.Release();
        await Eventually.TrueAsync(() => Volatile.Read(ref handled) == 1, "the first handler");
        Assert.That(full.IsCompleted, Is.False, "three are waiting still");
        gate.Release();
        await full.Within();

        gate.Release(capacity);
        await Eventually.TrueAsync(() => Volatile.Read(ref handled) == capacity + 1, "all handlers");
    }

    [Test]
    public async Task Enqueue_FromWithinAHandler_RunsAfterIt()
    {
        var order = new ConcurrentQueue<string>();
        HandlerQueue? queue = null;
        queue = Start(100, async work =>
        {
            if (work.Name == "outer")
            {
                await queue!.EnqueueAsync(Event("inner"));
            }
            order.Enqueue(work.Name);
        });

        await queue.EnqueueAsync(Event("outer")).Within();
        await Eventually.TrueAsync(() => order.Count == 2, "both handlers");

        Assert.That(order, Is.EqualTo(["outer", "inner"]));
    }

    [Test]
    public async Task Enqueue_ManyThatCompleteAtOnce_NeedsNoStack()
    {
        var count = 0;
        var gate = new TaskCompletionSource();
        var queue = Start(int.MaxValue, async work =>
        {
            if (work.Name == "first")
            {
                await gate.Task;
            }
            count++;
        });
        await queue.EnqueueAsync(Event("first"));
        for (var i = 0; i < 100_000; i++)
        {
            await queue.EnqueueAsync(Event("e"));
        }

        gate.SetResult();

        await Eventually.TrueAsync(() => Volatile.Read(ref count) == 100_001, "all handlers");
    }

    [Test]
    public async Task Enqueue_ManyBytesInFewEvents_MakesTheReaderWait()
    {
        var gate = new TaskCompletionSource();
        var queue = Start(1_000, _ => new ValueTask(gate.Task));
        await queue.EnqueueAsync(Event("running"));

        await queue.EnqueueAsync(Event("half", (int)PlentyOfBytes / 2)).AsTask().Within();
        var full = queue.EnqueueAsync(Event("full", (int)PlentyOfBytes / 2)).AsTask();
        Assert.That(full.IsCompleted, Is.False);

        gate.SetResult();
        await full.Within();
    }

    [Test]
    public void Enqueue_BeforeTheStart_RunsBehindTheConnection()
    {
        var order = new List<string>();
        var queue = new HandlerQueue(10, PlentyOfBytes, work =>
        {
            order.Add(work.Name);
            return ValueTask.CompletedTask;
        });

        var taken = queue.EnqueueAsync(HandlerQueue.Work.Disconnected(DisconnectReason.TransportClose));
        Assert.That(taken.IsCompletedSuccessfully, Is.True);
        Assert.That(order, Is.Empty);
        queue.Start(HandlerQueue.Work.Connection);

        Assert.That(order, Is.EqualTo(["connection", "disconnect"]));
    }

    [Test]
    public void Name_OfWork_IsWhatTheLogShows()
    {
        Assert.That(HandlerQueue.Work.Connection.Name, Is.EqualTo("connection"));
        Assert.That(HandlerQueue.Work.Disconnected(DisconnectReason.PingTimeout).Name, Is.EqualTo("disconnect"));
        Assert.That(Event("x").Name, Is.EqualTo("x"));
    }

    /// <summary>A queue whose connection is handled already.</summary>
    private static HandlerQueue Start(int capacity, Func<HandlerQueue.Work, ValueTask> run)
    {
        var queue = new HandlerQueue(capacity, PlentyOfBytes, work => work.Name == "connection" ? ValueTask.CompletedTask : run(work));
        queue.Start(HandlerQueue.Work.Connection);
        return queue;
    }

    private static HandlerQueue.Work Event(string name, int size = 1) => HandlerQueue.Work.Event(new EventContext(null!, name, EventArguments.Empty, null, size));
}
