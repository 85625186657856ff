using Client.Tests.Support;

namespace Client.Tests.Faults;

public sealed class WorkerFaultTests : FaultTest
{
    [Test]
    public async Task Kill_WithAMessageInFlight_StoresAndShowsItOnce()
    {
        await StartAsync(2);
        var sender = await ConnectAsync(0);
        var neighbour = await ConnectAsync(0);
        var reader = await ConnectAsync(1);
        var worker = await Cluster.WorkerPidAsync(0);

        // The primary has the message, but has not read it yet, when the worker dies.
        Cluster.SignalPrimary(Signal.Stop);
        var sending = sender.SayWithRetriesAsync("in flight", "key");
        await neighbour.SayAsync("the worker has handled what came before this");
        Signal.Kill.Send(worker);
        Cluster.SignalPrimary(Signal.Continue);

        Assert.That(await sending, Is.EqualTo(1));
        Assert.That(await reader.SayForIdAsync("after", "another key"), Is.EqualTo(2));
        await AssertShownEverywhereAsync(["in flight", "after"], sender, neighbour, reader);
    }

    [Test]
    public async Task Kill_BeforeTheMessageIsRead_StoresAndShowsItOnce()
    {
        await StartAsync(2);
        var sender = await ConnectAsync(0);
        var reader = await ConnectAsync(1);

        var worker = await Cluster.SignalWorkerAsync(0, Signal.Stop);
        var sending = sender.SayWithRetriesAsync("in flight", "key");
        Assert.That(await reader.SayForIdAsync("before", "another key"), Is.EqualTo(1));
        Signal.Kill.Send(worker);

        Assert.That(await sending, Is.EqualTo(2));
        await AssertShownEverywhereAsync(["in flight", "before"], sender, reader);
        Assert.That((await sender.StateAsync()).Connects, Is.EqualTo(2));
    }

    [Test]
    public async Task Terminate_OfAWorker_BringsItsClientsBackWithNothingMissed()
    {
        await StartAsync(2);
        var leaver = await ConnectAsync(0);
        var stays = await ConnectAsync(1);
        await leaver.SayForIdAsync("before", "key 1");

        await Cluster.SignalWorkerAsync(0, Signal.Terminate);
        await leaver.WaitDisconnectsAsync();
        await stays.SayForIdAsync("meanwhile", "key 2");
        await leaver.WaitConnectedAsync(connects: 2, TimeSpan.FromSeconds(20));
        await leaver.SayForIdAsync("after", "key 3");

        await AssertShownEverywhereAsync(["before", "meanwhile", "after"], leaver, stays);
        Assert.That((await leaver.StateAsync()).Disconnects, Is.EqualTo(new[] { "transport close" }));
        Assert.That((await stays.StateAsync()).Disconnects, Is.Empty);
    }

    [Test]
    public async Task Kill_OfAWorker_BringsItsClientsBackIntoBroadcastsAndRooms()
    {
        await StartAsync(2, BuildOutput.TestWorker);
        var stays = await ConnectAsync(0);
        var returns = await ConnectAsync(1);

        await Cluster.KillWorkerAndWaitAsync(1);
        await returns.WaitConnectedAsync(connects: 2, TimeSpan.FromSeconds(20));
        await returns.AskAsync("join", "room");
        await stays.EmitAsync("room", new[] { "room" }, "to the room");
        await returns.EmitAsync("others", "back again");

        Assert.That((await returns.WaitAsync("room")).Arguments(), Is.EqualTo(new[] { "[\"to the room\"]" }));
        Assert.That((await stays.WaitAsync("others")).Arguments(), Is.EqualTo(new[] { "[\"back again\"]" }));
    }

    [Test]
    public async Task Stop_OfAWorker_LeavesAQuestionToAllWithAPartialAnswer()
    {
        await StartAsync(3, BuildOutput.TestWorker);
        var asker = await ConnectAsync(0);
        var far = await ConnectAsync(1);
        var silent = await ConnectAsync(2);
        foreach (var client in new[] { asker, far, silent })
        {
            await client.AskAsync("join", "everybody");
        }

        await Cluster.SignalWorkerAsync(2, Signal.Stop);
        var answer = await asker.AskWithinAsync(TimeSpan.FromSeconds(20), "fetch sockets", "everybody");

        Assert.That(answer[0].GetArrayLength(), Is.EqualTo(2));
        Assert.That(answer[1].GetInt32(), Is.EqualTo(1), "workers that are missing");
    }
}
