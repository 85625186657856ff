using Microsoft.Extensions.DependencyInjection;
using SocketIO.History;

namespace SocketIO.Tests;

public sealed class NamespaceHistoryTests
{
    private FakeDurableLog _log = null!;
    private SocketServer _server = null!;
    private NamespaceHistory _history = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _log = new FakeDurableLog();
        _server = await SocketServer.StartAsync(
            // A client says in its auth from where it wants the history, if at all.
            socket =>
            {
                if (socket.Handshake.Auth.TryGetProperty("after", out var after))
                {
                    var limit = socket.Handshake.Auth.TryGetProperty("newest", out var newest) ? new ReplayLimit(newest.GetInt32(), "left out") : null;
                    _history.Replay(socket, after.GetInt64(), limit);
                }
            },
            services: services => services.AddSingleton<IDurableLog>(_log));
        _history = _server.Io.Main.UseHistory("m");
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Append_LiveClients_GetContentAndId()
    {
        _log.Open();
        using var client = await ConnectAsync(0);
        await BecomeLiveAsync(client);

        var first = await _history.AppendAsync("k1", "one").AsTask().Within();
        var second = await _history.AppendAsync("k2", "two").AsTask().Within();

        Assert.That((first, second), Is.EqualTo((new AppendResult(AppendStatus.Stored, 2), new AppendResult(AppendStatus.Stored, 3))));
        Assert.That(await client.ReadAsync(2), Is.EqualTo(["""42["m","one",2]""", """42["m","two",3]"""]));
    }

    [Test]
    public async Task Append_SameKeyAgain_DeliversNothing()
    {
        _log.Open();
        using var client = await ConnectAsync(0);
        await BecomeLiveAsync(client);
        await _history.AppendAsync("k", "text").AsTask().Within();
        await client.ReadAsync();

        Assert.That(await _history.AppendAsync("k", "text").AsTask().Within(), Is.EqualTo(new AppendResult(AppendStatus.Duplicate, 2)));
        Assert.That(await _history.AppendAsync("k", "other").AsTask().Within(), Is.EqualTo(new AppendResult(AppendStatus.KeyConflict, 2)));
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
        _log.Open();

        using var client = await RawClient.ConnectAsync(_server, $$"""{"after":{{after}},"newest":{{newest}}}""");

        if (notice is not null)
        {
            Assert.That(await client.ReadAsync(), Is.EqualTo($"42[\"left out\",{expected[0] - 1}]"));
        }
        foreach (var id in expected)
        {
            Assert.That(await client.ReadAsync(), Does.EndWith($",{id}]"));
        }
        await _history.AppendAsync("new", "new").AsTask().Within();
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["m","new",7]"""));
    }

    [Test]
    public async Task Replay_WithAWrongLimit_Throws()
    {
        _log.Open();
        var (client, socket) = await _server.ConnectAsync();
        using var _ = client;

        Assert.That(() => _history.Replay(socket, 0, new ReplayLimit(0, "left out")), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => _history.Replay(socket, 0, new ReplayLimit(1, "disconnect")), Throws.ArgumentException);
        Assert.That(() => _history.Replay(socket, 0, new ReplayLimit(1, "")), Throws.ArgumentException);
    }

    [TestCase(251, 3, 248, 250)]
    [TestCase(251, 1_000, 1, 250)]
    [TestCase(201, 150, 51, 200)]
    [TestCase(3, 50, 1, 2)]
    [TestCase(2, 1, 1, 1)]
    [TestCase(1, 50, 0, -1)]
    [TestCase(-5, 50, 0, -1)]
    [TestCase(300, 60, 240, 250)]
    [TestCase(9_000, 60, 0, -1)]
    public async Task ReadBack_GivesWhatIsBeforeAnIdInItsOrder(int before, int count, int first, int last)
    {
        await AppendAsync(250);
        _log.Open();

        var read = await _history.ReadBackAsync(before, count).Within();

        Assert.That(read.Select(entry => entry.Id), Is.EqualTo(Enumerable.Range(first, last - first + 1)));
        Assert.That(read.Select(entry => entry.Content).Distinct().Count(), Is.EqualTo(read.Count));
    }

    [Test]
    public async Task ReadBack_FromALogThatCannotBeRead_FailsForWhoAsked()
    {
        await AppendAsync(5);
        _log.Open();
        _log.OnReadPage = (_, _) => throw new InvalidOperationException("unreadable");

        Assert.That(async () => await _history.ReadBackAsync(4, 2).Within(), Throws.InvalidOperationException.With.Message.EqualTo("unreadable"));

        _log.OnReadPage = (_, _) => { };
        Assert.That((await _history.ReadBackAsync(4, 2).Within()).Select(entry => entry.Id), Is.EqualTo(new[] { 2, 3 }));
    }

    [Test]
    public async Task ReadBack_OfNothing_Throws()
    {
        _log.Open();

        Assert.That(async () => await _history.ReadBackAsync(4, 0).Within(), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task ReadBack_WithoutALog_WaitsUntilItIsGivenUp()
    {
        using var patience = new CancellationTokenSource();
        var reading = _history.ReadBackAsync(4, 1, patience.Token);
        Assert.That(reading.IsCompleted, Is.False);

        await patience.CancelAsync();

        Assert.That(async () => await reading.Within(), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Client_ThatAskedForNoReplay_GetsNoDurableEvents()
    {
        _log.Open();
        using var client = await RawClient.ConnectAsync(_server);

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
        _log.Open();
        var pages = new List<(long After, long UpTo)>();
        _log.OnReadPage = (from, to) => pages.Add((from, to));
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
        _log.Open();
        _log.OnReadPage = (_, _) => Assert.Fail("a page was read");
        using var client = await ConnectAsync(3);

        await BecomeLiveAsync(client);
    }

    [TestCase(4)]
    [TestCase(long.MaxValue)]
    public async Task Replay_BeyondTheEnd_CountsAsZero(long after)
    {
        await AppendAsync(3);
        _log.Open();
        using var client = await ConnectAsync(after);

        Assert.That(await client.ReadAsync(3), Is.EqualTo(Messages(1, 3)));
    }

    [Test]
    public async Task Replay_BeyondWhatIsDelivered_WaitsForTheRestInsteadOfStartingAnew()
    {
        await AppendAsync(3);
        _log.Open();
        _log.DeliversAtOnce = false;
        await AppendAsync(2, from: 4);
        _log.OnSynchronize = () =>
        {
            _log.DeliversAtOnce = true;
            _log.DeliverAll();
        };
        using var client = await ConnectAsync(4);

        Assert.That(await client.ReadAsync(), Is.EqualTo(Messages(5, 5)[0]));
        await BecomeLiveAsync(client, id: 6);
    }

    [Test]
    public async Task Replay_LogNotReachedYet_WaitsForIt()
    {
        using var client = await ConnectAsync(0);
        Assert.That(await client.SyncAsync(), Is.Empty);

        await AppendAsync(2, deliver: false);
        _log.Open();

        Assert.That(await client.ReadAsync(2), Is.EqualTo(Messages(1, 2)));
    }

    [Test]
    public async Task Replay_EventsDeliveredMeanwhile_NeitherGapNorRepeat()
    {
        const int stored = 150;
        const int total = 600;
        const int clients = 6;
        await AppendAsync(stored);
        _log.Open();
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
    public async Task Replay_EventBetweenTwoPages_ComesInItsPlace()
    {
        await AppendAsync(1);
        _log.Open();
        // Delivered while the page up to 1 is read: neither in that page nor in the list of receivers.
        _log.OnReadPage = (after, _) =>
        {
            if (after == 0)
            {
                _history.AppendAsync("meanwhile", "text 2").AsTask().GetAwaiter().GetResult();
            }
        };
        using var client = await ConnectAsync(0);

        Assert.That(await client.ReadAsync(2), Is.EqualTo(Messages(1, 2)));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Replay_SocketLeavesMeanwhile_StopsReading()
    {
        await AppendAsync(1_000);
        _log.Open();
        var reading = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        var pages = 0;
        _log.OnReadPage = (_, _) =>
        {
            pages++;
            reading.TrySetResult();
            gate.Task.GetAwaiter().GetResult();
        };
        using var client = await ConnectAsync(0);
        await reading.Task.Within();
        await client.SendAsync("41");
        await Eventually.TrueAsync(async () => (await _server.Io.Main.ToAll().FetchSocketsAsync()).Sockets.Count == 0, "the socket's end");

        gate.SetResult();
        await client.JoinAsync("/");

        // A page in the making may be read to its end; nothing of it is sent.
        Assert.That(await client.SyncAsync(), Is.Empty);
        Assert.That(pages, Is.EqualTo(1));
    }

    [Test]
    public async Task Replay_OfASocketThatHasLeft_SendsNothingAndDeliveryGoesOn()
    {
        await AppendAsync(1);
        _log.Open();
        var (gone, socket) = await _server.ConnectAsync();
        using var other = await ConnectAsync(1);
        using (gone)
        {
            socket.Disconnect();
            Assert.That(await gone.ReadAsync(), Is.EqualTo("41"));

            _history.Replay(socket, 0);
            await BecomeLiveAsync(other, id: 2);

            Assert.That(await gone.JoinAsync("/"), Is.Not.Empty);
            Assert.That(await gone.SyncAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task Replay_LogCannotBeRead_ConnectionIsClosedSoThatTheClientTriesAgain()
    {
        _server.ExpectsErrors = true;
        await AppendAsync(1);
        _log.Open();
        _log.OnReadPage = (_, _) => throw new IOException("the disk is gone");
        using var client = await ConnectAsync(0);

        Assert.That(await client.ReadAsync(), Is.EqualTo("closed"));
        Assert.That(_server.Logs.Errors.Single(), Does.Contain("the history cannot be replayed").And.Contain("the disk is gone"));
    }

    [Test]
    public void UseHistory_Again_GivesTheSame()
    {
        Assert.That(_server.Io.Main.UseHistory("m"), Is.SameAs(_history));
        Assert.That(_server.Io.Main.History, Is.SameAs(_history));
        Assert.That(
            () => _server.Io.Main.UseHistory("other"),
            Throws.InvalidOperationException.With.Message.Contains("keeps the event \"m\" already").And.Message.Contains("\"other\""));
        Assert.That(() => _server.Io.Of("/other").UseHistory("m"), Throws.InvalidOperationException.With.Message.Contains("uses the durable log already"));
    }

    [Test]
    public async Task UseHistory_WithoutALog_SaysWhatToDo()
    {
        await using var server = await SocketServer.StartAsync();

        Assert.That(() => server.Io.Main.UseHistory("m"), Throws.InvalidOperationException.With.Message.Contains("JoinCluster()"));
    }

    private Task<RawClient> ConnectAsync(long after) => RawClient.ConnectAsync(_server, $"{{\"after\":{after}}}");

    private async Task AppendAsync(int count, int from = 1, bool deliver = true)
    {
        _log.DeliversAtOnce &= deliver;
        for (var id = from; id < from + count; id++)
        {
            await _history.AppendAsync($"key {id}", $"text {id}").AsTask().Within();
        }
    }

    /// <summary>Appends an event, which the client gets at the end of its replay or live: from then on it is live.</summary>
    private async Task BecomeLiveAsync(RawClient client, int id = 0)
    {
        await _history.AppendAsync("live", "live").AsTask().Within();
        var message = await client.ReadAsync();
        Assert.That(message, id == 0 ? Does.Match("""^42\["m","live",\d+\]$""") : Is.EqualTo($"42[\"m\",\"live\",{id}]"));
    }

    private static string[] Messages(int first, int last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(id => $"42[\"m\",\"text {id}\",{id}]")];
}
