using Client.Tests.Support;

namespace Client.Tests.Library;

[TestFixture(TransportMode.Polling)]
[TestFixture(TransportMode.WebSocket)]
[TestFixture(TransportMode.Upgrade)]
public sealed class ManagementTests(TransportMode mode) : LibraryTest(mode)
{
    [Test]
    public async Task SocketsJoin_OfARoom_MovesItsMembersOnEveryWorker()
    {
        var manager = await ConnectAsync(0);
        var near = await ConnectInAsync(0, "team");
        var far = await ConnectInAsync(1, "team");
        var stranger = await ConnectAsync(1);

        await manager.AskAsync("sockets join", "team", "meeting");
        await manager.EmitAsync("room", new[] { "meeting" }, "hello");
        await PassBarrierAsync(manager, near, far, stranger);

        Assert.That(await near.ReceivedAsync("room"), Has.Count.EqualTo(1));
        Assert.That(await far.ReceivedAsync("room"), Has.Count.EqualTo(1));
        Assert.That(await stranger.ReceivedAsync("room"), Is.Empty);
    }

    [Test]
    public async Task SocketsLeave_OfARoom_MovesItsMembersOnEveryWorker()
    {
        var manager = await ConnectInAsync(1, "meeting");
        var near = await ConnectInAsync(1, "team", "meeting");
        var far = await ConnectInAsync(0, "team", "meeting");

        await manager.AskAsync("sockets leave", "team", "meeting");
        await manager.EmitAsync("room", new[] { "meeting" }, "hello");
        await PassBarrierAsync(manager, manager, near, far);

        Assert.That(await manager.ReceivedAsync("room"), Has.Count.EqualTo(1));
        Assert.That(await near.ReceivedAsync("room"), Is.Empty);
        Assert.That(await far.ReceivedAsync("room"), Is.Empty);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task DisconnectSockets_OfARoom_EndsItsMembersOnEveryWorker(bool close)
    {
        var manager = await ConnectAsync(0);
        var near = await ConnectInAsync(0, "leaving");
        var far = await ConnectInAsync(1, "leaving");
        var stays = await ConnectAsync(1);

        await manager.EmitAsync("disconnect sockets", "leaving", close);

        foreach (var client in new[] { near, far })
        {
            var state = await client.WaitDisconnectsAsync();
            Assert.That(state.Disconnects, Is.EqualTo(new[] { "io server disconnect" }));
            Assert.That(state.Active, Is.False, "it would come back");
        }
        await PassBarrierAsync(manager, manager, stays);
        Assert.That((await stays.StateAsync()).Disconnects, Is.Empty);
    }

    [Test]
    public async Task FetchSockets_OfARoom_DescribesItsMembersOnEveryWorker()
    {
        var asker = await ConnectAsync(0);
        var near = await ConnectInAsync(0, "described");
        var far = await ConnectInAsync(1, "described", "another");
        var nearId = (await near.StateAsync()).Id!;
        var farId = (await far.StateAsync()).Id!;

        var all = await FetchAsync(asker, "fetch sockets", "described");
        var local = await FetchAsync(asker, "fetch local sockets", "described");
        var none = await FetchAsync(asker, "fetch sockets", "no such room");

        Assert.Multiple(() =>
        {
            Assert.That(all.Keys, Is.EquivalentTo(new[] { nearId, farId }));
            Assert.That(all[nearId], Is.EquivalentTo(new[] { nearId, "described" }));
            Assert.That(all[farId], Is.EquivalentTo(new[] { farId, "described", "another" }));
            Assert.That(local.Keys, Is.EqualTo(new[] { nearId }));
            Assert.That(none, Is.Empty);
        });
    }

    [Test]
    public async Task FetchSockets_AfterADisconnect_DoesNotNameTheGone()
    {
        var asker = await ConnectAsync(0);
        var gone = await ConnectInAsync(1, "temporary");
        Assert.That(await FetchAsync(asker, "fetch sockets", "temporary"), Has.Count.EqualTo(1));

        await gone.DisconnectAsync();

        await Eventually.TrueAsync(async () => (await FetchAsync(asker, "fetch sockets", "temporary")).Count == 0, "an empty room");
    }

    /// <summary>The rooms of each socket, by its id; every worker must have answered.</summary>
    private static async Task<Dictionary<string, string[]>> FetchAsync(NodeSocket asker, string how, string room)
    {
        var answer = await asker.AskAsync(how, room);
        Assert.That(answer[1].GetInt32(), Is.Zero, "workers did not answer");
        return answer[0].EnumerateArray().ToDictionary(
            socket => socket.GetProperty("id").GetString()!,
            socket => socket.GetProperty("rooms").EnumerateArray().Select(name => name.GetString()!).ToArray());
    }
}
