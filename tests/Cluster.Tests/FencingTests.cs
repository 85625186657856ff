using System.Text.Json;
using Cluster.Tests.Support;

namespace Cluster.Tests;

/// <summary>A client that comes back on another worker while its former connection is still open, as after a change of networks.</summary>
public sealed class FencingTests : ClusterTest
{
    [Test]
    public async Task Return_ToAnotherWorkerWhileTheFormerConnectionIsOpen_ClosesThatAndMovesTheSession()
    {
        var cluster = await StartAsync();
        using var former = await WebSocketClient.ConnectAsync(cluster.Url(0));
        using var other = await WebSocketClient.ConnectAsync(cluster.Url(0));
        await other.EmitAsync("""["chat message","before","k1"]""");
        var last = await former.ReceiveAsync("""42["chat message","before",1,""");
        var offset = JsonElement.Parse(last[2..])[4].GetString();

        using var returned = await WebSocketClient.ConnectAsync(
            cluster.Url(1), JsonSerializer.Serialize(new { pid = former.Welcome.GetProperty("pid").GetString(), offset }));

        Assert.That(returned.Welcome.GetProperty("sid").GetString(), Is.EqualTo(former.Welcome.GetProperty("sid").GetString()), "it is the session");
        await other.EmitAsync("""["chat message","afterwards","k2"]""");
        await returned.ReceiveAsync("""42["chat message","afterwards",2,""");
        var rest = new List<string>();
        while (await former.ReceiveAsync() is { } message)
        {
            rest.Add(message);
        }
        Assert.That(rest, Has.None.Contain("afterwards"), "nothing more is delivered there");
        Assert.That(rest, Has.None.StartsWith("41"), "and it is not told to stay away");
    }
}
