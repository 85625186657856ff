using Cluster.Protos;
using Microsoft.Extensions.Time.Testing;
using SocketIO.Sequencer;

namespace Cluster.Relay.Tests;

public sealed class WorkerLinkTests
{
    private LogFolder _folder = null!;

    [SetUp]
    public void Open() => _folder = new LogFolder();

    [TearDown]
    public void Close() => _folder.Dispose();

    [Test]
    public async Task Pump_FromTheCursor_SendsWhatFollows()
    {
        _folder.Commit(5);
        using var probe = new LinkProbe(_folder.Log);
        probe.Link.StartAt(2);
        probe.Pump();

        Assert.That(await probe.DrainAsync(), Is.EqualTo(["event 3", "event 4", "event 5"]));
        Assert.That(probe.Link.Cursor, Is.EqualTo(5));
    }

    [Test]
    public async Task Pump_CommitAndWake_SendsTheNewEvents()
    {
        using var probe = new LinkProbe(_folder.Log).Pump();
        _folder.Commit();
        probe.Link.Wake();
        Assert.That((await probe.ReadAsync(1)).Select(LinkProbe.Describe), Is.EqualTo(["event 1"]));
        _folder.Commit(2);
        probe.Link.Wake();
        Assert.That((await probe.ReadAsync(2)).Select(LinkProbe.Describe), Is.EqualTo(["event 2", "event 3"]));
    }

    [Test]
    public async Task Pump_Event_HasAllThatTheLogKnows()
    {
        _folder.Log.Commit([LogFolder.Session("instance 0")]);
        using var probe = new LinkProbe(_folder.Log).Pump();
        var append = new DurableAppend("key", "content") { Room = new HistoryRoom("", "cats"), Details = "{}"u8.ToArray() };
        _folder.Log.Commit([new Submission("other", 7, new EmitEvent("/", BroadcastTarget.Everyone, "body"u8.ToArray()), append)]);
        probe.Link.Wake();

        var logged = (await probe.ReadAsync(1)).Single().Event;

        Assert.That((logged.Number, logged.Instance, logged.Sequence, logged.DurableId, logged.Emit.Packet.ToStringUtf8()), Is.EqualTo((2L, "other", 7L, 1L, "body")));
        var stamp = logged.Emit.Stamp;
        Assert.That((stamp.Previous, stamp.Room, stamp.Details.ToStringUtf8()), Is.EqualTo((0L, "cats", "{}")));
        Assert.That(DateTimeOffset.FromUnixTimeMilliseconds(stamp.AtMs), Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task Send_Frame_LeavesBehindTheEventsCommittedBeforeItAndBeforeTheLaterOnes()
    {
        using var probe = new LinkProbe(_folder.Log);
        probe.Link.Send(LinkProbe.Receipt(1));
        _folder.Commit(2);
        probe.Link.Send(LinkProbe.Receipt(2));
        probe.Link.Send(LinkProbe.Receipt(3));
        _folder.Commit();
        probe.Link.Send(LinkProbe.Receipt(4));
        _folder.Commit();
        probe.Pump();

        var frames = await probe.DrainAsync();

        Assert.That(frames.Where(frame => frame.StartsWith("event", StringComparison.Ordinal)), Is.EqualTo(["event 1", "event 2", "event 3", "event 4"]));
        Assert.That(frames.Where(frame => frame.StartsWith("receipt", StringComparison.Ordinal)), Is.EqualTo(["receipt 1", "receipt 2", "receipt 3", "receipt 4"]));
        Assert.That(frames.IndexOf("receipt 2"), Is.GreaterThan(frames.IndexOf("event 2")));
        Assert.That(frames.IndexOf("receipt 4"), Is.GreaterThan(frames.IndexOf("event 3")));
        Assert.That(frames[0], Is.EqualTo("receipt 1"), "it waits for nothing");
    }

    [Test]
    public async Task Send_WhileOthersCommit_NeverOvertakesAnEventCommittedBefore()
    {
        const int count = 400;
        using var probe = new LinkProbe(_folder.Log).Pump();
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < count; i++)
            {
                _folder.Commit();
                // Its id says what was committed when it was sent.
                probe.Link.Send(LinkProbe.Receipt(_folder.Log.LastNumber));
            }
        });

        var last = 0L;
        var seen = 0;
        while (seen < count)
        {
            foreach (var frame in (await probe.ReadBatchAsync()).Frames)
            {
                if (frame.Event is { } logged)
                {
                    Assert.That(logged.Number, Is.EqualTo(last + 1));
                    last = logged.Number;
                    continue;
                }
                Assert.That(last, Is.GreaterThanOrEqualTo(frame.Receipt.Id));
                seen++;
            }
        }
        await writing.Within();
    }

    [Test]
    public async Task Pump_ManyOrLargeEvents_AreSplitIntoBatches()
    {
        _folder.Commit(10, size: 100 * 1024);
        using var probe = new LinkProbe(_folder.Log);
        probe.Link.StartAt(0);
        probe.Pump();

        var sizes = new List<int>();
        var count = 0;
        while (count < 10)
        {
            var batch = await probe.ReadBatchAsync();
            sizes.Add(batch.CalculateSize());
            count += batch.Frames.Count;
        }

        Assert.That(sizes, Has.Count.GreaterThanOrEqualTo(4));
        Assert.That(sizes, Is.All.LessThan(400 * 1024));
    }

    [Test]
    public async Task Pump_LogTrimmedBeyondTheCursor_EndsWithDataLoss()
    {
        using var folder = new LogFolder(options: path => new SequencerOptions { Path = path, MaxLogBytes = 1_000, MaxTailBytes = 1_000 });
        for (var i = 0; i < 10; i++)
        {
            folder.Commit(1, size: 600);
        }
        folder.Log.Trim();
        using var probe = new LinkProbe(folder.Log);
        probe.Link.StartAt(1);
        probe.Pump();

        var thrown = await Assert.ThrowsAsync<LinkException>(() => probe.Pumping.Within());

        Assert.That(thrown!.Fault, Is.EqualTo(LinkFault.LogTooShort));
        Assert.That(thrown.Message, Is.EqualTo("the log does not reach back to event 1"));
    }

    [Test]
    public async Task Pump_NumbersSkippedAfterASuddenEnd_FramesStillLeave()
    {
        using var crashed = new TempFolder();
        _folder.Commit(3);
        foreach (var file in System.IO.Directory.GetFiles(_folder.Path))
        {
            File.Copy(file, crashed.File(Path.GetFileName(file)));
        }
        using var log = SequencedLog.Open(new SequencerOptions { Path = crashed.File("cluster.db") }, TimeProvider.System);
        Assert.That(log.LastNumber, Is.GreaterThan(3), "reserved numbers are skipped");
        using var probe = new LinkProbe(log);
        probe.Link.StartAt(1);
        probe.Pump();

        Assert.That(await probe.DrainAsync(), Is.EqualTo(["event 2", "event 3"]));
        Assert.That(probe.Link.Cursor, Is.EqualTo(log.LastNumber));
    }

    [Test]
    public async Task Send_WorkerTakesNothing_IsCutOffAtTheLimit()
    {
        var gate = new TaskCompletionSource();
        using var probe = new LinkProbe(_folder.Log) { Gate = gate.Task };
        probe.Pump();
        var frame = new PrimaryFrame { Publish = new Publish { Namespace = new string('x', 1024 * 1024) } };

        for (var i = 0; i < 60; i++)
        {
            probe.Link.Send(frame);
        }
        Assert.That(probe.IsStopped, Is.False);
        for (var i = 0; i < 10; i++)
        {
            probe.Link.Send(frame);
        }

        Assert.That(probe.IsStopped, Is.True);
        await Assert.ThrowsAsync<TaskCanceledException>(() => probe.Pumping.Within());
    }

    [Test]
    public void Silence_CountsFromTheLastFrame()
    {
        var time = new FakeTimeProvider();
        using var probe = new LinkProbe(_folder.Log, time: time);

        time.Advance(TimeSpan.FromSeconds(3));
        Assert.That(probe.Link.Silence, Is.EqualTo(TimeSpan.FromSeconds(3)));
        probe.Link.Seen();

        Assert.That(probe.Link.Silence, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task Silence_WhileThePrimaryDoesNotRead_IsNone()
    {
        var time = new FakeTimeProvider();
        using var probe = new LinkProbe(_folder.Log, time: time);
        var work = new TaskCompletionSource();
        var blocked = probe.Link.BlockAsync(new ValueTask(work.Task)).AsTask();

        time.Advance(TimeSpan.FromSeconds(60));
        Assert.That(probe.Link.Silence, Is.EqualTo(TimeSpan.Zero));
        work.SetResult();
        await blocked.Within();

        Assert.That(probe.Link.Silence, Is.EqualTo(TimeSpan.Zero), "it counts anew");
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(probe.Link.Silence, Is.EqualTo(TimeSpan.FromSeconds(1)));
    }
}
