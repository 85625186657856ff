using SocketIO.History;
using SocketIO.Sequencing;

namespace SocketIO.Tests.Limits;

/// <summary>What many clients that want the history cost: one thread, and each page once.</summary>
public sealed class ReplayTurnsTests
{
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
    public void After_WhatIsKept_IsBounded()
    {
        var log = new StoredTexts(250);
        var stored = new StoredEvents(log, entry => SocketIO.Parsers.PacketParsers.Json(new SocketIOOptions()).Encode(new SocketIO.Parsers.OutgoingPacket(SocketIO.Parsers.PacketType.Event, "/", "m", [entry.Content])), maxBytes: 2_000);
        var room = new HistoryRoom("", "");

        for (var after = 0L; after < 250;)
        {
            var page = stored.After(room, after, 250);
            Assert.That(page.Select(each => each.Id), Is.EqualTo(Enumerable.Range((int)after + 1, page.Count)));
            after = page[^1].Id;
        }
        var all = log.Read;
        stored.After(room, 0, 250);

        Assert.That(log.Read, Is.EqualTo(all + 1), "what was first is not kept");
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

    /// <summary>So many texts.</summary>
    private sealed class StoredTexts(int count) : IDurableLog
    {
        public string Epoch => "epoch";

        public Task Ready => Task.CompletedTask;

        public int Read { get; private set; }

        public IReadOnlyList<HistoryEntry> ReadPage(HistoryRoom room, long after, long upTo, int maxRows, int maxBytes)
        {
            Read++;
            return [.. Enumerable.Range(1, count).Where(id => id > after && id <= upTo).Take(maxRows).Select(id => new HistoryEntry(id, $"text {id}"))];
        }

        public IReadOnlyList<HistoryEntry> ReadBack(HistoryRoom room, long before, int maxRows, int maxBytes) => throw new NotSupportedException();

        public long FindFloor(HistoryRoom room, long upTo, int count) => throw new NotSupportedException();

        public IReadOnlyList<HistoryEntry> ReadReplacements(HistoryRoom room, IReadOnlyList<long> ids) => throw new NotSupportedException();

        public long FindRemoved(HistoryRoom room) => throw new NotSupportedException();

        public IReadOnlyList<HistoryEntry> Search(HistoryRoom room, string text, long after, long before, int maxRows, int maxBytes) =>
            throw new NotSupportedException();
    }
}
