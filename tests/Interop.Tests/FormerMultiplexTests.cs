using Interop.Tests.Clients;

namespace Interop.Tests;

/// <summary>
/// socket.io-client 2.5.0 with several namespaces on one connection. A fixture of its own, since that client remembers
/// the connections to an address and shares each only once.
/// </summary>
public sealed class FormerMultiplexTests
{
    [Test]
    public async Task Connect_NamespaceOnASharedConnection_BothWork()
    {
        var options = new { forceNew = false, query = new { token = "right" } };
        await using var main = await LineClient.ConnectAsync(Servers.CallNode, Servers.Json.Url, options, "v2");
        await using var guarded = await LineClient.ConnectAsync(Servers.CallNode, Servers.Json.Url + "/guarded", options, "v2");

        Assert.That((await guarded.StateAsync()).Id, Is.EqualTo($"/guarded#{(await main.StateAsync()).Id}"));
        Assert.That(await main.AskAsync("echo", "main"), Is.EqualTo("[\"main\"]"));
        Assert.That(await guarded.AskAsync("echo", "guarded"), Is.EqualTo("[\"guarded\"]"));
    }
}
