using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.History;

namespace SingleProcess.Tests.History;

/// <summary>Rooms of a history that are left, be it while they are replayed.</summary>
public sealed class LeaveTests : HistoryFixture
{
    private protected override Action<IServiceCollection> Services => FillableSequencer.AddTo;

    [Test]
    public async Task Leave_ARoom_GetsNothingMoreOfItUntilItIsReplayedAgain()
    {
        using var client = await ConnectToAsync(("", 0), ("cats", 0));
        await BecomeLiveAsync(client);
        var socket = await Server.SocketAsync(client.Sid);

        History.Leave(socket, "cats");
        await AppendAsync(1, from: 2, room: "cats");
        await AppendAsync(1, from: 3);
        Assert.That(IdOf(await client.ReadAsync()), Is.EqualTo(3));

        History.Replay(socket, [new RoomPosition("cats", 0)]);
        Assert.That(IdOf(await client.ReadAsync()), Is.EqualTo(2));
    }

    [Test]
    public async Task Leave_ARoomThatIsBeingReplayedAndReplayItAgain_GetsEachEventOnce()
    {
        await AppendAsync(3, room: "cats");
        using var client = await ReturningClient.ConnectAsync(Server);
        var socket = await Server.SocketAsync(client.Sid);
        var (reading, gate) = HoldReading();
        History.Replay(socket, [new RoomPosition("cats", 0)]);
        await reading.Within();

        History.Leave(socket, "cats");
        History.Replay(socket, [new RoomPosition("cats", 1)]);
        gate.SetResult();
        await AppendAsync(1, from: 4, room: "cats");

        var seen = await client.ReadAsync(3);
        Assert.That(seen.Select(IdOf), Is.EqualTo(new[] { 2, 3, 4 }));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Leave_ARoomThatIsBeingReplayed_GetsNothingOfItAndIsRecoveredLater()
    {
        await AppendAsync(3, room: "cats");
        using var client = await ConnectAsync();
        await BecomeLiveAsync(client);
        var socket = await Server.SocketAsync(client.Sid);
        var (reading, gate) = HoldReading();
        History.Replay(socket, [new RoomPosition("cats", 0)]);
        await reading.Within();

        History.Leave(socket, "cats");
        gate.SetResult();
        await AppendAsync(1, from: 5, room: "cats");
        await AppendAsync(1, from: 6);

        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["m","text 6",6]"""));
        await client.ReturnAsync();
        Assert.That(client.Recovered);
    }

    /// <summary>Of an event that is not the last of the replay, and of the last.</summary>
    [TestCase(2)]
    [TestCase(1)]
    public async Task Leave_WhileAnOutgoingListenerWaitsForIt_IsDone(int stored)
    {
        await AppendAsync(stored, room: "cats");
        using var client = await ReturningClient.ConnectAsync(Server);
        var socket = await Server.SocketAsync(client.Sid);
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        socket.OnAnyOutgoing((OutgoingEvent _) =>
        {
            if (Task.Run(() => History.Leave(socket, "cats")).Wait(TimeSpan.FromSeconds(5)))
            {
                left.TrySetResult();
            }
            else
            {
                left.TrySetException(new TimeoutException("who leaves waits for the listener"));
            }
        });

        History.Replay(socket, [new RoomPosition("cats", 0)]);

        await left.Task.Within();
    }

    [Test]
    public async Task Leave_BeforeTheLastEventIsSent_OutgoingListenersDoNotSeeIt()
    {
        await AppendAsync(1, room: "cats");
        using var client = await ReturningClient.ConnectAsync(Server);
        var socket = await Server.SocketAsync(client.Sid);
        var seen = new ConcurrentQueue<string>();
        socket.OnAnyOutgoing((OutgoingEvent sent) => seen.Enqueue(sent.Event));
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sequencer = (FillableSequencer)Server.Services.GetRequiredService<ISequencer>();
        // The mark is on its way into the log, and the last event waits for it.
        sequencer.OnSubmitted = operation =>
        {
            if (operation is DataOperation)
            {
                sequencer.OnSubmitted = null;
                History.Leave(socket, "cats");
                left.SetResult();
            }
        };

        History.Replay(socket, [new RoomPosition("cats", 0)]);

        await left.Task.Within();
        Assert.That(await client.SyncAsync(), Is.Empty);
        Assert.That(seen, Is.Empty);
    }

    [Test]
    public async Task Leave_WhileAnotherThreadLeavesAndReplays_TheReplayThatBeganLastCounts()
    {
        await AppendAsync(1, room: "cats");
        using var client = await ConnectToAsync(("", 0), ("cats", 0));
        Assert.That(IdOf(await client.ReadAsync()), Is.EqualTo(1));
        await BecomeLiveAsync(client);
        var socket = await Server.SocketAsync(client.Sid);
        var sequencer = (FillableSequencer)Server.Services.GetRequiredService<ISequencer>();
        Thread? other = null;
        // In the middle of the leave: what says so to the log is submitted, and not yet noted.
        sequencer.OnSubmitted = operation =>
        {
            if (operation is LeaveOperation)
            {
                sequencer.OnSubmitted = null;
                other = new Thread(() =>
                {
                    History.Leave(socket, "cats");
                    History.Replay(socket, [new RoomPosition("cats", 1)]);
                })
                { IsBackground = true };
                other.Start();
                // It waits, or is done with both.
                SpinWait.SpinUntil(() => other.ThreadState.HasFlag(ThreadState.WaitSleepJoin) || !other.IsAlive, TimeSpan.FromSeconds(20));
            }
        };

        History.Leave(socket, "cats");
        Assert.That(other!.Join(TimeSpan.FromSeconds(20)));
        await AppendAsync(1, from: 3, room: "cats");

        Assert.That(IdOf(await client.ReadAsync()), Is.EqualTo(3));
        // It has the room, and gets nothing again.
        History.Replay(socket, [new RoomPosition("cats", 1)]);
        Assert.That(await client.SyncAsync(), Is.Empty);
        History.Leave(socket, "cats");
        await AppendAsync(1, from: 4, room: "cats");
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Leave_ARoomThatIsBeingReplayed_GetsNothingThatWasSaidInItSince()
    {
        await AppendAsync(3, room: "cats");
        using var client = await ReturningClient.ConnectAsync(Server);
        var socket = await Server.SocketAsync(client.Sid);
        var (reading, gate) = HoldReading();
        History.Replay(socket, [new RoomPosition("cats", 0), new RoomPosition("dogs", 0)]);
        await reading.Within();

        await AppendAsync(1, from: 4, room: "cats");
        await AppendAsync(1, from: 5, room: "dogs");
        History.Leave(socket, "cats");
        await AppendAsync(1, from: 6, room: "dogs");
        gate.SetResult();

        var seen = await client.ReadAsync(2);
        Assert.That(seen.Select(IdOf), Is.EqualTo(new[] { 5, 6 }), "behind a gap of 1, 2 and 3, 4 would pass for the last one");
        History.Replay(socket, [new RoomPosition("cats", 0)]);
        seen = await client.ReadAsync(4);
        Assert.That(seen.Select(IdOf), Is.EqualTo(new[] { 1, 2, 3, 4 }));
        await AppendAsync(1, from: 7, room: "cats");
        Assert.That(IdOf(await client.ReadAsync()), Is.EqualTo(7));
        Assert.That(await client.SyncAsync(), Is.Empty);
        await client.ReturnAsync();
        Assert.That(client.Recovered);
    }

    [Test]
    public async Task Return_AfterARoomWasCutAndNothingElseWasSaid_IsANewSession([Values] bool withAnotherRoom)
    {
        await AppendAsync(3, room: "cats");
        using var client = withAnotherRoom ? await ConnectAsync() : await ReturningClient.ConnectAsync(Server);
        var socket = await Server.SocketAsync(client.Sid);
        if (withAnotherRoom)
        {
            await BecomeLiveAsync(client);
        }
        var (reading, gate) = HoldReading();
        History.Replay(socket, [new RoomPosition("cats", 0)]);
        await reading.Within();
        await AppendAsync(1, from: 9, room: "cats");
        History.Leave(socket, "cats");
        gate.SetResult();
        Assert.That(await client.SyncAsync(), Is.Empty, "the gate is open, and nothing was said");

        client.Raw.Abort();
        await client.ReturnAsync();

        Assert.That(client.Recovered, Is.False, "what was said in the room before it was left would come back to it, behind the gap");
    }

    [Test]
    public async Task Leave_ARoomThatIsBeingReplayedWhileTheLogIsAway_WaitsUntilTheLogHasIt()
    {
        await AppendAsync(3, room: "cats");
        using var client = await ReturningClient.ConnectAsync(Server);
        var socket = await Server.SocketAsync(client.Sid);
        var (reading, gate) = HoldReading();
        History.Replay(socket, [new RoomPosition("cats", 0)]);
        await reading.Within();
        var sequencer = Server.Services.GetRequiredService<FillableSequencer>();
        sequencer.HoldBack();

        History.Leave(socket, "cats");
        var waiting = sequencer.UntilHeld();
        gate.SetResult();
        await waiting.Within();
        Server.Io.Emit("later");
        Server.Io.Of("/other");
        await client.Raw.SendAsync("40/other,");

        Assert.That(await client.ReadAsync(), Does.StartWith("40/other,"), "what it gets has an offset, with which it would pass for one that has the room");
        sequencer.Release();
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["later"]"""));
    }

    [Test]
    public async Task Leave_NoRoomForIt_ThrowsAndTheClientKeepsTheRoom()
    {
        using var client = await ConnectToAsync(("", 0), ("cats", 0));
        await BecomeLiveAsync(client);
        var socket = await Server.SocketAsync(client.Sid);
        var sequencer = Server.Services.GetRequiredService<FillableSequencer>();
        sequencer.IsFull = true;

        Assert.Throws<SequencerFullException>(() => History.Leave(socket, "cats"));

        sequencer.IsFull = false;
        await AppendAsync(1, from: 2, room: "cats");
        Assert.That(IdOf(await client.ReadAsync()), Is.EqualTo(2));
        History.Leave(socket, "cats");
        await AppendAsync(1, from: 3, room: "cats");
        History.Replay(socket, [new RoomPosition("cats", 2)]);
        Assert.That(IdOf(await client.ReadAsync()), Is.EqualTo(3));
    }

    private static long IdOf(string message)
    {
        using var document = JsonDocument.Parse(message[2..]);
        return document.RootElement[2].GetInt64();
    }
}
