using Client.Tests.Support;
using Interop.Tests.Clients;
using static Client.Tests.Support.Values;

namespace Interop.Tests;

/// <summary>NuGet's SocketIOClient.</summary>
[TestFixture(TransportMode.Polling)]
[TestFixture(TransportMode.WebSocket)]
[TestFixture(TransportMode.Upgrade)]
public sealed class DotNetClientTests(TransportMode mode) : ClientMatrix(mode)
{
    [Test]
    public async Task Connect_NamespaceWithAuth_GetsIn()
    {
        await using var client = await DotNetClient.ConnectAsync(Servers.Json.Url + "/guarded", Mode, new { token = "right" });

        Assert.That(await client.AskAsync("echo", "text", Bytes(1)), Is.EqualTo(Json(new object[] { "text", Bytes(1) })));
    }

    [Test]
    public async Task Connect_Refused_ClientIsToldWhy()
    {
        await using var client = DotNetClient.Start(Servers.Json.Url + "/guarded", Mode, new { token = "wrong" }, out _);

        Assert.That(await client.Error, Is.EqualTo("not allowed"));
    }

    [Test]
    public async Task Disconnect_ByTheServer_ClientIsTold()
    {
        await using var client = await DotNetClient.ConnectAsync(Servers.Json.Url, Mode);

        await client.EmitAsync("disconnect me", false);

        await Eventually.TrueAsync(() => client.Disconnects.Count > 0, "the end");
        Assert.That(client.Disconnects, Is.EqualTo(["io server disconnect"]));
    }

    protected override async Task<IInteropClient> ConnectClientAsync() => await DotNetClient.ConnectAsync(Servers.Json.Url, Mode);
}
