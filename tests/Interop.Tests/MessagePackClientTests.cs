using Client.Tests.Support;
using Interop.Tests.Clients;
using static Client.Tests.Support.Values;

namespace Interop.Tests;

/// <summary>The official client with npm's socket.io-msgpack-parser.</summary>
[TestFixture(TransportMode.Polling)]
[TestFixture(TransportMode.WebSocket)]
[TestFixture(TransportMode.Upgrade)]
public sealed class MessagePackClientTests(TransportMode mode) : FullClientMatrix(mode)
{
    [Test]
    public async Task Connect_NamespaceWithAuth_GetsIn()
    {
        await using var client = await LineClient.ConnectAsync(
            Servers.CallNode, Servers.MessagePack.Url + "/guarded", Mode.With(new { auth = new { token = "right" } }), "msgpack");

        Assert.That(await client.AskAsync("echo", "text", Bytes(1)), Is.EqualTo(Json(new object[] { "text", Bytes(1) })));
    }

    [Test]
    public async Task Connect_Refused_ClientIsToldWhy()
    {
        await using var client = await LineClient.OpenAsync(Servers.CallNode, Servers.MessagePack.Url + "/guarded", Mode.With(), "msgpack");

        var state = await client.WaitStateAsync(new { connectErrors = 1 });

        Assert.That(state.ConnectErrors[0].Message, Is.EqualTo("not allowed"));
        Assert.That(Json(state.ConnectErrors[0].Data), Is.EqualTo("""{"code":42,"hint":"the token"}"""));
    }

    [Test]
    public async Task BroadcastWithAck_BytesBothWays_HasTheAnswer()
    {
        var room = $"asked {Mode}";
        await Client.AskAsync("join", room);
        await Client.RespondAsync("question", Bytes(1, 2, 3));

        var answer = await Client.AskAsync("ask room", 10_000, room, Bytes(9));

        Assert.That(answer, Does.Match("^\\[\\[\\{\"id\":\"[^\"]+\",\"length\":3\\}\\],\\[\\],0\\]$"));
        Assert.That(await Client.WaitAsync("question"), Is.EqualTo([Json(new[] { Bytes(9) })]));
    }

    [Test]
    public async Task Disconnect_ByTheServer_ClientIsTold()
    {
        await using var client = await LineClient.ConnectAsync(Servers.CallNode, Servers.MessagePack.Url, Mode.With(), "msgpack");

        await client.EmitAsync("disconnect me", false);

        Assert.That((await client.WaitStateAsync(new { disconnects = 1 })).Disconnects, Is.EqualTo(["io server disconnect"]));
    }

    protected override async Task<IInteropClient> ConnectClientAsync() =>
        await LineClient.ConnectAsync(Servers.CallNode, Servers.MessagePack.Url, Mode.With(), "msgpack");
}
