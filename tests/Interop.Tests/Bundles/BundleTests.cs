using System.Text.Json;
using Client.Tests.Support;
using Interop.Tests.Clients;
using Interop.Tests.Support;

namespace Interop.Tests.Bundles;

/// <summary>The client bundles that the server serves, each in a page of its own in Chromium.</summary>
[TestFixture("socket.io.js", TransportMode.Polling)]
[TestFixture("socket.io.js", TransportMode.WebSocket)]
[TestFixture("socket.io.js", TransportMode.Upgrade)]
[TestFixture("socket.io.min.js", TransportMode.Polling)]
[TestFixture("socket.io.min.js", TransportMode.WebSocket)]
[TestFixture("socket.io.min.js", TransportMode.Upgrade)]
[TestFixture("socket.io.esm.min.js", TransportMode.Polling)]
[TestFixture("socket.io.esm.min.js", TransportMode.WebSocket)]
[TestFixture("socket.io.esm.min.js", TransportMode.Upgrade)]
[TestFixture("socket.io.msgpack.min.js", TransportMode.Polling)]
[TestFixture("socket.io.msgpack.min.js", TransportMode.WebSocket)]
[TestFixture("socket.io.msgpack.min.js", TransportMode.Upgrade)]
public sealed class BundleTests(string bundle, TransportMode mode) : FullClientMatrix(mode)
{
    private readonly InteropServer _server = bundle.Contains("msgpack", StringComparison.Ordinal) ? Servers.MessagePack : Servers.Json;

    [TearDown]
    public async Task ConsoleHasNoComplaintAsync()
    {
        var page = await BundleBrowser.PageAsync(_server, bundle);
        Assert.That(await page.ConsoleAsync(), Is.Empty);
    }

    protected override async Task<IInteropClient> ConnectClientAsync() => await LineClient.ConnectAsync(CallAsync, _server.Url, Mode.With());

    private async Task<JsonElement> CallAsync(string operation, object request)
    {
        var page = await BundleBrowser.PageAsync(_server, bundle);
        return await page.EvaluateAsync<JsonElement>($"call({Values.Json(operation)}, {Values.Json(request)})");
    }
}
