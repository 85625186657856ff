using Client.Tests.Support;
using Interop.Tests.Clients;
using static Client.Tests.Support.Values;

namespace Interop.Tests;

/// <summary>Debian's python3-socketio, its asynchronous client.</summary>
[TestFixture(TransportMode.Polling)]
[TestFixture(TransportMode.WebSocket)]
[TestFixture(TransportMode.Upgrade)]
public sealed class PythonClientTests(TransportMode mode) : FullClientMatrix(mode)
{
    [Test]
    public async Task Connect_NamespaceWithAuth_GetsIn()
    {
        await using var client = await LineClient.ConnectAsync(
            Servers.CallPython, Servers.Json.Url + "/guarded", Mode.With(new { auth = new { token = "right" } }));

        Assert.That(await client.AskAsync("echo", "text", Bytes(1)), Is.EqualTo(Json(new object[] { "text", Bytes(1) })));
    }

    [Test]
    public async Task Connect_Refused_ClientIsToldWhy()
    {
        await using var client = await LineClient.OpenAsync(Servers.CallPython, Servers.Json.Url + "/guarded", Mode.With());

        var state = await client.WaitStateAsync(new { connectErrors = 1 });

        Assert.That(Json(state.ConnectErrors[0].Data), Is.EqualTo("""{"message":"not allowed","data":{"code":42,"hint":"the token"}}"""));
    }

    [Test]
    public async Task Disconnect_ByTheServer_ClientIsTold()
    {
        await using var client = await LineClient.ConnectAsync(Servers.CallPython, Servers.Json.Url, Mode.With());

        await client.EmitAsync("disconnect me", true);

        Assert.That((await client.WaitStateAsync(new { connected = false, disconnects = 1 })).Connected, Is.False);
    }

    protected override async Task<IInteropClient> ConnectClientAsync() =>
        await LineClient.ConnectAsync(Servers.CallPython, Servers.Json.Url, Mode.With());
}
