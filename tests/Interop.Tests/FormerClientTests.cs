using Client.Tests.Support;
using Interop.Tests.Clients;
using static Client.Tests.Support.Values;

namespace Interop.Tests;

/// <summary>socket.io-client 2.5.0: Engine.IO version 3.</summary>
[TestFixture(TransportMode.Polling)]
[TestFixture(TransportMode.WebSocket)]
[TestFixture(TransportMode.Upgrade)]
public sealed class FormerClientTests(TransportMode mode) : FullClientMatrix(mode)
{
    [Test]
    public async Task Connect_Main_IdIsTheOneThatTheServerUses()
    {
        await using var client = await ConnectFormerAsync();
        var id = (await client.StateAsync()).Id;

        Assert.That(await client.AskAsync("fetch sockets", id), Is.EqualTo(Json(new object[] { new[] { new { id, rooms = new[] { id } } }, 0 })));
    }

    [Test]
    public async Task Connect_NamespaceWithQuery_GetsIn()
    {
        await using var client = await ConnectFormerAsync("/guarded?token=right");
        var state = await client.StateAsync();

        Assert.That(state.Id, Does.StartWith("/guarded#"));
        Assert.That(await client.AskAsync("echo", "text", Bytes(1)), Is.EqualTo(Json(new object[] { "text", Bytes(1) })));
    }

    [TestCase("/guarded?token=wrong", """{"code":42,"hint":"the token"}""")]
    [TestCase("/guarded", """{"code":42,"hint":"the token"}""")]
    [TestCase("/nowhere", """{"message":"Invalid namespace"}""")]
    public async Task Connect_Refused_ClientIsToldWhy(string path, string expected)
    {
        await using var client = await LineClient.OpenAsync(Servers.CallNode, Servers.Json.Url + path, Mode.With(), "v2");

        var state = await client.WaitStateAsync(new { connectErrors = 1 });

        Assert.That(Json(state.ConnectErrors[0].Data), Is.EqualTo(expected));
        Assert.That(state.Connected, Is.False);
    }

    [Test]
    public async Task Broadcast_RoomOfBothVersions_ReachesEachOnce()
    {
        await using var former = await ConnectFormerAsync();
        await using var current = await LineClient.ConnectAsync(Servers.CallNode, Servers.Json.Url, Mode.With());
        var room = $"mixed {Mode}";
        await former.AskAsync("join", room);
        await current.AskAsync("join", room);

        await former.EmitAsync("room", new[] { room, room }, Bytes(1, 2));
        await current.EmitAsync("room", new[] { room }, "text");
        await former.EmitAsync("room others", new[] { room }, "for the current one");
        await current.EmitAsync("room others", new[] { room }, "for the former one");

        var both = new[] { Json(new[] { Bytes(1, 2) }), "[\"text\"]" };
        Assert.That(Sorted(await former.WaitAsync("room", 2)), Is.EqualTo(both));
        Assert.That(Sorted(await current.WaitAsync("room", 2)), Is.EqualTo(both));
        Assert.That(await former.WaitAsync("room others"), Is.EqualTo(["[\"for the former one\"]"]));
        Assert.That(await current.WaitAsync("room others"), Is.EqualTo(["[\"for the current one\"]"]));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Disconnect_ByTheServer_ClientIsTold(bool close)
    {
        await using var client = await ConnectFormerAsync();

        await client.EmitAsync("disconnect me", close);

        var state = await client.WaitStateAsync(new { disconnects = 1 });
        Assert.That(state.Disconnects, Is.EqualTo(["io server disconnect"]));
    }

    [Test]
    public async Task Disconnect_ByTheClient_ServerIsTold()
    {
        var room = $"mourners {Mode}";
        await Client.AskAsync("join", room);
        await using var client = await ConnectFormerAsync();
        await client.AskAsync("tell of my end", room);

        await client.DisconnectAsync();

        Assert.That(await Client.WaitAsync("ended"), Is.EqualTo(["[\"client namespace disconnect\"]"]));
    }

    protected override async Task<IInteropClient> ConnectClientAsync() => await ConnectFormerAsync();

    private Task<LineClient> ConnectFormerAsync(string path = "") =>
        LineClient.ConnectAsync(Servers.CallNode, Servers.Json.Url + path, Mode.With(), "v2");

    private static IEnumerable<string> Sorted(string[] values) => values.Order(StringComparer.Ordinal).Reverse();
}
