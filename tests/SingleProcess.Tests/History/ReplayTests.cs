using System.Collections.Concurrent;
using SocketIO.History;

namespace SingleProcess.Tests.History;

/// <summary>What a client gets of what is stored, and then of what is new.</summary>
public sealed class ReplayTests : HistoryFixture
{
    [Test]
    public async Task Append_LiveClients_GetContentAndId()
    {
        using var client = await ConnectAsync();
        await BecomeLiveAsync(client);

        await AppendAsync(2, from: 2);

        Assert.That(await client.ReadAsync(2), Is.EqualTo(Messages(2, 3)));
    }

    [Test]
    public async Task Append_SameKeyAgain_DeliversNothing()
    {
        using var client = await ConnectAsync();
        await BecomeLiveAsync(client);
        await History.AppendAsync("k", "text").AsTask().Within();
        await client.ReadAsync();

        Assert.That(await History.AppendAsync("k", "text").AsTask().Within(), Is.EqualTo(new AppendResult(AppendStatus.Duplicate, 2)));
        Assert.That(await History.AppendAsync("k", "other").AsTask().Within(), Is.EqualTo(new AppendResult(AppendStatus.KeyConflict, 2)));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [TestCase(0, 3, "", 4, 5, 6)]
    [TestCase(2, 3, "", 4, 5, 6)]
    [TestCase(3, 3, null, 4, 5, 6)]
    [TestCase(5, 3, null, 6)]
    [TestCase(0, 6, null, 1, 2, 3, 4, 5, 6)]
    [TestCase(99, 2, "", 5, 6)]
    public async Task Replay_WithALimit_SendsTheNewestAndFirstSaysUpToWhichTheRestWas(int after, int newest, string? notice, params int[] expected)
    {
        await AppendAsync(6);

        using var client = await ConnectAsync(after, $",\"newest\":{newest}");

        if (notice is not null)
        {
            Assert.That(await client.ReadAsync(), Is.EqualTo($"42[\"left out\",{expected[0] - 1}]"));
        }
        foreach (var id in expected)
        {
            Assert.That(await client.ReadAsync(), Does.EndWith($",{id}]"));
        }
        await BecomeLiveAsync(client);
    }

    [Test]
    public async Task Replay_WithAWrongLimit_Throws()
    {
        var (client, socket) = await Server.ConnectAsync();
        using var _ = client;

        Assert.That(() => History.Replay(socket, 0, new ReplayLimit(0, "left out")), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => History.Replay(socket, 0, new ReplayLimit(1, "disconnect")), Throws.ArgumentException);
        Assert.That(() => History.Replay(socket, 0, new ReplayLimit(1, "")), Throws.ArgumentException);
    }

    [Test]
    public async Task Client_ThatAskedForNoReplay_GetsNoDurableEvents()
    {
        using var client = await ReturningClient.ConnectAsync(Server);

        await AppendAsync(3);

        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [TestCase(0, 1)]
    [TestCase(99, 100)]
    [TestCase(100, 101)]
    [TestCase(249, 250)]
    [TestCase(-5, 1)]
    [TestCase(long.MinValue, 1)]
    public async Task Replay_FromAnId_SendsTheRestInPages(long after, int firstExpected)
    {
        await AppendAsync(250);
        var pages = new ConcurrentQueue<(long After, long UpTo)>();
        Log.OnReadPage = (from, to) => pages.Enqueue((from, to));
        using var client = await ConnectAsync(after);

        Assert.That(await client.ReadAsync(250 - firstExpected + 1), Is.EqualTo(Messages(firstExpected, 250)));
        await BecomeLiveAsync(client);

        Assert.That(pages.Select(page => page.After), Is.EqualTo(Enumerable.Range(0, pages.Count).Select(i => firstExpected - 1 + (i * 100L))));
        Assert.That(pages.Select(page => page.UpTo), Is.All.EqualTo(250));
    }

    [Test]
    public async Task Replay_AtTheEnd_ReadsNothing()
    {
        await AppendAsync(3);
        var pages = 0;
        Log.OnReadPage = (_, _) => Interlocked.Increment(ref pages);
        using var client = await ConnectAsync(3);
        // Its handler has asked for the replay: what is appended now comes behind that.
        await client.SyncAsync();

        await BecomeLiveAsync(client);

        Assert.That(pages, Is.Zero);
    }

    [TestCase(4)]
    [TestCase(long.MaxValue)]
    public async Task Replay_BeyondTheEnd_CountsAsZero(long after)
    {
        await AppendAsync(3);
        using var client = await ConnectAsync(after);

        Assert.That(await client.ReadAsync(3), Is.EqualTo(Messages(1, 3)));
    }

    [Test]
    public async Task Replay_EventsDeliveredMeanwhile_NeitherGapNorRepeat()
    {
        const int stored = 150;
        const int total = 600;
        const int clients = 6;
        await AppendAsync(stored);
        var appending = Task.Run(async () =>
        {
            for (var id = stored + 1; id <= total; id++)
            {
                await AppendAsync(1, from: id);
                await Task.Yield();
            }
        });

        await Task.WhenAll(Enumerable.Range(0, clients).Select(async i =>
        {
            using var client = await ConnectAsync(i * 20);
            Assert.That(await client.ReadAsync(total - (i * 20)), Is.EqualTo(Messages((i * 20) + 1, total)));
            Assert.That(await client.SyncAsync(), Is.Empty);
        })).Within();
        await appending.Within();
    }

    [Test]
    public async Task Replay_SocketLeavesMeanwhile_StopsReading()
    {
        await AppendAsync(1_000);
        var pages = 0;
        var (reading, gate) = HoldReading(() => Interlocked.Increment(ref pages));
        using var client = await ConnectAsync();
        await reading.Within();
        await client.Raw.SendAsync("41");
        await Eventually.TrueAsync(() => Server.Io.Main.Sockets.Count == 0, "the socket's end");

        gate.SetResult();
        await client.Raw.JoinAsync("/");

        // A page in the making may be read to its end; nothing of it is sent.
        Assert.That(await client.SyncAsync(), Is.Empty);
        Assert.That(pages, Is.EqualTo(1));
    }

    [Test]
    public async Task Replay_OfASocketThatHasLeft_SendsNothingAndDeliveryGoesOn()
    {
        await AppendAsync(1);
        var (gone, socket) = await Server.ConnectAsync();
        using var other = await ConnectAsync(1);
        using (gone)
        {
            socket.Disconnect();
            Assert.That(await gone.ReadAsync(), Is.EqualTo("41"));

            History.Replay(socket, 0);
            await BecomeLiveAsync(other);

            Assert.That(await gone.JoinAsync("/"), Is.Not.Empty);
            Assert.That(await gone.SyncAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task Replay_LogCannotBeRead_ConnectionIsClosedSoThatTheClientTriesAgain()
    {
        Server.ExpectsErrors = true;
        await AppendAsync(1);
        Log.OnReadPage = (_, _) => throw new IOException("the disk is gone");
        using var client = await ConnectAsync();

        Assert.That(await client.ReadAsync(), Is.EqualTo("closed"));
        Assert.That(Server.Logs.Errors.Single(), Does.Contain("the history cannot be replayed").And.Contain("the disk is gone"));
    }

    [Test]
    public async Task Replay_ToManyClients_ReadsEachPageOnceOnAThreadOfItsOwn()
    {
        await AppendAsync(250);
        var pages = new ConcurrentQueue<(long After, string? Thread)>();
        Log.OnReadPage = (after, _) => pages.Enqueue((after, Thread.CurrentThread.IsThreadPoolThread ? "pool" : Thread.CurrentThread.Name));

        await Parallel.ForEachAsync(Enumerable.Range(0, 20), async (_, _) =>
        {
            using var client = await ConnectAsync();
            Assert.That(await client.ReadAsync(250), Is.EqualTo(Messages(1, 250)));
        });

        Assert.That(pages, Is.EqualTo(new[] { (0L, "history replays"), (100L, "history replays"), (200L, "history replays") }));
    }

    [Test]
    public async Task Replay_OfAClientThatIsGone_IsDroppedBeforeItIsRead()
    {
        await AppendAsync(250);
        var pages = 0;
        var (reading, gate) = HoldReading(() => Interlocked.Increment(ref pages));
        using var first = await ConnectAsync();
        await reading.Within();
        for (var i = 0; i < 10; i++)
        {
            using var other = await ConnectAsync();
            other.Raw.Abort();
        }
        await Eventually.TrueAsync(() => Server.Io.Main.Sockets.Count == 1, "the others are gone");
        Log.OnReadPage = (_, _) => Interlocked.Increment(ref pages);
        first.Raw.Abort();
        await Eventually.TrueAsync(() => Server.Io.Main.Sockets.Count == 0, "the first is gone");
        gate.SetResult();

        using var last = await ConnectAsync();
        await last.ReadAsync(250);

        Assert.That(pages, Is.EqualTo(3), "one for the first, and two more for the last");
    }
}
