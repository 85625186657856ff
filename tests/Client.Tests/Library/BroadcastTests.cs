using Client.Tests.Support;
using static Client.Tests.Support.Values;

namespace Client.Tests.Library;

[TestFixture(TransportMode.Polling)]
[TestFixture(TransportMode.WebSocket)]
[TestFixture(TransportMode.Upgrade)]
public sealed class BroadcastTests(TransportMode mode) : LibraryTest(mode)
{
    [Test]
    public async Task Broadcast_ToAll_ReachesEveryWorkerWithBytes()
    {
        var (sender, near, far) = await ConnectThreeAsync();
        var payload = new { text = "hello", file = new[] { Bytes(1, 2), Bytes(3) } };

        await sender.EmitAsync("all", payload);

        foreach (var client in new[] { sender, near, far })
        {
            Assert.That((await client.WaitAsync("all")).Arguments(), Is.EqualTo(new[] { Json(new[] { payload }) }));
        }
    }

    [Test]
    public async Task Broadcast_ToOthers_LeavesTheSenderOut()
    {
        var (sender, near, far) = await ConnectThreeAsync();

        await sender.EmitAsync("others", "hello");
        await PassBarrierAsync(sender, sender, near, far);

        Assert.That(await CountAsync("others", sender, near, far), Is.EqualTo(new[] { 0, 1, 1 }));
    }

    [Test]
    public async Task Broadcast_Local_StaysOnItsWorker()
    {
        var (sender, near, far) = await ConnectThreeAsync();

        await sender.EmitAsync("local", "hello");
        await PassBarrierAsync(sender, sender, near, far);

        Assert.That(await CountAsync("local", sender, near, far), Is.EqualTo(new[] { 1, 1, 0 }));
    }

    [Test]
    public async Task Broadcast_ToRoom_ReachesItsMembersOnEveryWorker()
    {
        var sender = await ConnectAsync(0);
        var near = await ConnectInAsync(0, "a");
        var far = await ConnectInAsync(1, "a");
        var elsewhere = await ConnectInAsync(1, "b");

        await sender.EmitAsync("room", new[] { "a" }, new { bytes = Bytes(1) });
        await PassBarrierAsync(sender, sender, near, far, elsewhere);

        Assert.That(await CountAsync("room", sender, near, far, elsewhere), Is.EqualTo(new[] { 0, 1, 1, 0 }));
        Assert.That((await far.ReceivedAsync("room")).Arguments(), Is.EqualTo(new[] { Json(new[] { new { bytes = Bytes(1) } }) }));
    }

    [Test]
    public async Task Broadcast_ToSeveralRooms_ReachesAMemberOfAllOfThemOnce()
    {
        var sender = await ConnectInAsync(0, "a", "b");
        var near = await ConnectInAsync(0, "a", "b");
        var far = await ConnectInAsync(1, "b", "c");

        await sender.EmitAsync("room", new[] { "a", "b", "c" }, "hello");
        await sender.EmitAsync("room others", new[] { "a", "b", "c" }, "hello");
        await PassBarrierAsync(sender, sender, near, far);

        Assert.That(await CountAsync("room", sender, near, far), Is.EqualTo(new[] { 1, 1, 1 }));
        Assert.That(await CountAsync("room others", sender, near, far), Is.EqualTo(new[] { 0, 1, 1 }));
    }

    [Test]
    public async Task Broadcast_Except_LeavesTheRoomsOut()
    {
        var sender = await ConnectAsync(0);
        var near = await ConnectInAsync(0, "a");
        var far = await ConnectInAsync(1, "a", "b");
        var farOther = await ConnectInAsync(1, "b");

        await sender.EmitAsync("except", new[] { "a" }, "hello");
        await sender.EmitAsync("room except", "b", "a", "hello");
        await PassBarrierAsync(sender, sender, near, far, farOther);

        Assert.That(await CountAsync("except", sender, near, far, farOther), Is.EqualTo(new[] { 1, 0, 0, 1 }));
        Assert.That(await CountAsync("room except", sender, near, far, farOther), Is.EqualTo(new[] { 0, 0, 0, 1 }));
    }

    [Test]
    public async Task Broadcast_ToRoomThatWasLeft_DoesNotReachTheLeaver()
    {
        var sender = await ConnectAsync(0);
        var stays = await ConnectInAsync(1, "a");
        var leaves = await ConnectInAsync(1, "a");
        await leaves.AskAsync("leave", "a");

        await sender.EmitAsync("room", new[] { "a" }, "hello");
        await PassBarrierAsync(sender, stays, leaves);

        Assert.That(await CountAsync("room", stays, leaves), Is.EqualTo(new[] { 1, 0 }));
    }

    [Test]
    public async Task Broadcast_ToASocketsOwnRoom_ReachesItOnTheOtherWorker()
    {
        var sender = await ConnectAsync(0);
        var receiver = await ConnectAsync(1);
        var id = (await receiver.StateAsync()).Id!;

        await sender.EmitAsync("room", new[] { id }, "private");
        await PassBarrierAsync(sender, sender, receiver);

        Assert.That(await CountAsync("room", sender, receiver), Is.EqualTo(new[] { 0, 1 }));
    }

    [Test]
    public async Task Broadcast_FromOneSender_KeepsItsOrderOnEveryWorker()
    {
        var (sender, near, far) = await ConnectThreeAsync();
        var numbers = Enumerable.Range(0, 200).ToArray();

        await Task.WhenAll(numbers.Select(number => sender.EmitAsync("all", number)));

        foreach (var client in new[] { sender, near, far })
        {
            var events = await client.WaitAsync("all", numbers.Length);
            Assert.That(events.Select(item => item.Args[0].GetInt32()), Is.EqualTo(numbers));
        }
    }

    /// <summary>A sender, one on the same worker and one on the other.</summary>
    private async Task<(NodeSocket Sender, NodeSocket Near, NodeSocket Far)> ConnectThreeAsync() =>
        (await ConnectAsync(0), await ConnectAsync(0), await ConnectAsync(1));

    private static async Task<int[]> CountAsync(string @event, params NodeSocket[] clients)
    {
        var counts = new int[clients.Length];
        for (var i = 0; i < clients.Length; i++)
        {
            counts[i] = (await clients[i].ReceivedAsync(@event)).Count;
        }
        return counts;
    }
}
