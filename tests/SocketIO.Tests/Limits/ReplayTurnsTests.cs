using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.History;

namespace SocketIO.Tests.Limits;

/// <summary>What many clients that want the history cost: one thread, and each page once.</summary>
public sealed class ReplayTurnsTests
{
    private FakeDurableLog _log = null!;
    private SocketServer _server = null!;
    private NamespaceHistory _history = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _log = new FakeDurableLog();
        _server = await SocketServer.StartAsync(
            socket => _history.Replay(socket, 0), services: services => services.AddSingleton<IDurableLog>(_log));
        _history = _server.Io.Main.UseHistory("m");
        for (var id = 1; id <= 250; id++)
        {
            await _history.AppendAsync($"key {id}", $"text {id}").AsTask().Within();
        }
        _log.Open();
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Replay_ToManyClients_ReadsEachPageOnceOnAThreadOfItsOwn()
    {
        var pages = new ConcurrentQueue<(long After, string? Thread)>();
        _log.OnReadPage = (after, _) => pages.Enqueue((after, Thread.CurrentThread.IsThreadPoolThread ? "pool" : Thread.CurrentThread.Name));

        await Parallel.ForEachAsync(Enumerable.Range(0, 20), async (_, _) =>
        {
            using var client = await RawClient.ConnectAsync(_server);
            Assert.That(await client.ReadAsync(250), Is.EqualTo(Enumerable.Range(1, 250).Select(id => $"42[\"m\",\"text {id}\",{id}]")));
        });

        Assert.That(pages, Is.EqualTo(new[] { (0L, "history replays"), (100L, "history replays"), (200L, "history replays") }));
    }

    [Test]
    public async Task Replay_WhileAnotherIsUnderWay_TakesTurnsWithIt()
    {
        var gate = new TaskCompletionSource();
        var turns = new List<string>();
        var replays = new ReplayTurns();
        replays.Add(new Counted("a", gate.Task, turns));
        replays.Add(new Counted("b", Task.CompletedTask, turns));
        gate.SetResult();

        await Eventually.TrueAsync(() => Count(turns) == 6, "all turns");

        Assert.That(string.Concat(turns), Does.StartWith("ab").And.Not.Contains("aaa").And.Not.Contains("bbb"));
    }

    [Test]
    public async Task Replay_OfAClientThatIsGone_IsDroppedBeforeItIsRead()
    {
        var reading = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        var pages = 0;
        _log.OnReadPage = (_, _) =>
        {
            Interlocked.Increment(ref pages);
            reading.TrySetResult();
            gate.Task.GetAwaiter().GetResult();
        };
        using var first = await RawClient.ConnectAsync(_server);
        await reading.Task.Within();
        for (var i = 0; i < 10; i++)
        {
            using var other = await RawClient.ConnectAsync(_server);
            other.Abort();
        }
        await Eventually.TrueAsync(() => _server.Io.Main.Sockets.Count == 1, "the others are gone");
        _log.OnReadPage = (_, _) => Interlocked.Increment(ref pages);
        first.Abort();
        await Eventually.TrueAsync(() => _server.Io.Main.Sockets.Count == 0, "the first is gone");
        gate.SetResult();

        using var last = await RawClient.ConnectAsync(_server);
        await last.ReadAsync(250);

        Assert.That(pages, Is.EqualTo(3), "one for the first, and two more for the last");
    }

    [Test]
    public void After_WhatIsKept_IsBounded()
    {
        var stored = new StoredEvents(_log, entry => Packets.PacketParsers.Json(new SocketIOOptions()).Encode(new Packets.OutgoingPacket(Packets.PacketType.Event, "/", "m", [entry.Content])), maxBytes: 2_000);
        var read = new List<long>();
        _log.OnReadPage = (after, _) => read.Add(after);

        for (var after = 0L; after < 250;)
        {
            var page = stored.After(after, 250);
            Assert.That(page.Select(each => each.Id), Is.EqualTo(Enumerable.Range((int)after + 1, page.Count)));
            after = page[^1].Id;
        }
        var all = read.Count;
        stored.After(0, 250);

        Assert.That(read, Has.Count.EqualTo(all + 1), "what was first is not kept");
    }

    private static int Count(List<string> turns)
    {
        lock (turns)
        {
            return turns.Count;
        }
    }

    /// <summary>Three pieces, the first of them sent once the gate is open.</summary>
    private sealed class Counted(string name, Task gate, List<string> turns) : IReplay
    {
        private int _sent;

        public bool SendNext()
        {
            gate.GetAwaiter().GetResult();
            lock (turns)
            {
                turns.Add(name);
            }
            return ++_sent < 3;
        }

        public ValueTask WhenReadyAsync() => ValueTask.CompletedTask;

        public void Fail(Exception exception) => Assert.Fail(exception.Message);
    }
}
