using System.Text.Json;

namespace SocketIO.Tests;

/// <summary>Clients of Socket.IO v2, over a real connection: Engine.IO version 3, revision 4 of the protocol.</summary>
public sealed class FormerClientTests
{
    [Test]
    public async Task Open_Version3_IsInTheMainNamespaceAtOnce()
    {
        await using var server = await StartAsync();
        using var client = await RawClient.OpenFormerAsync(server);

        Assert.That(await client.ReadAsync(), Is.EqualTo("40"));
        var socket = await server.SocketAsync(client.Sid);
        Assert.That(socket.Id, Is.EqualTo(socket.Connection.Id), "the client derives it from the connection's");
        Assert.That(socket.Handshake.Auth.GetRawText(), Is.EqualTo("{}"));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Open_MiddlewareRefuses_ErrorIsTheBareMessage()
    {
        await using var server = await StartAsync();
        server.Io.Use(_ => new ConnectError("not \"today\""));
        using var client = await RawClient.OpenFormerAsync(server);

        Assert.That(await client.ReadAsync(), Is.EqualTo("""44"not \u0022today\u0022" """.TrimEnd()));
    }

    [TestCase("""{"code":42}""", """{"code":42}""")]
    [TestCase("\"data\"", "\"data\"")]
    [TestCase("\"\"", "\"no\"")]
    [TestCase("0", "\"no\"")]
    [TestCase("7", "7")]
    [TestCase("false", "\"no\"")]
    [TestCase("null", "\"no\"")]
    public async Task Connect_RefusedWithData_ErrorIsTheDataIfAny(string data, string expected)
    {
        await using var server = await StartAsync();
        server.Io.Of("/guarded").Use(_ => new ConnectError("no") { Data = JsonElement.Parse(data) });
        using var client = await ConnectAsync(server);

        await client.SendAsync("40/guarded,");

        Assert.That(await client.ReadAsync(), Is.EqualTo($"44/guarded,{expected}"));
    }

    [TestCase("/other", "{}")]
    [TestCase("/other?", "{}")]
    [TestCase("/other?token=a%20b&x=1&x=2&y=c+d&z", """{"token":"a b","x":"2","y":"c d","z":""}""")]
    public async Task Connect_Query_IsTheAuth(string asked, string auth)
    {
        await using var server = await StartAsync();
        var joined = new TaskCompletionSource<Socket>();
        server.Io.Of("/other").OnConnection(joined.SetResult);
        using var client = await ConnectAsync(server);

        await client.SendAsync($"40{asked},");

        Assert.That(await client.ReadAsync(), Is.EqualTo("40/other,"));
        var socket = await joined.Task.Within();
        Assert.That(socket.Id, Is.EqualTo($"/other#{client.Sid}"));
        Assert.That(socket.Handshake.Auth.GetRawText(), Is.EqualTo(auth));
    }

    [Test]
    public async Task Connect_UnknownNamespace_IsRefusedInTheReferencesForm()
    {
        await using var server = await StartAsync();
        using var client = await ConnectAsync(server);

        await client.SendAsync("40/nowhere?a=b,");

        Assert.That(await client.ReadAsync(), Is.EqualTo("""44/nowhere,{"message":"Invalid namespace"}"""));
    }

    [Test]
    public async Task Connect_Main_WasJoinedAlreadyAndCloses()
    {
        await using var server = await StartAsync();
        using var client = await ConnectAsync(server);

        await client.SendAsync("40");

        Assert.That(await client.ReadAsync(), Is.EqualTo("closed"));
    }

    [Test]
    public async Task Broadcast_BothVersions_ReachesEach()
    {
        await using var server = await StartAsync();
        using var former = await ConnectAsync(server);
        using var current = await RawClient.ConnectAsync(server);

        server.Io.Emit("bytes", new byte[] { 1, 2 });

        Assert.That(await former.ReadAsync(2), Is.EqualTo(["""451-["bytes",{"_placeholder":true,"num":0}]""", "hex:040102"]));
        Assert.That(await current.ReadAsync(2), Is.EqualTo(["""451-["bytes",{"_placeholder":true,"num":0}]""", "hex:0102"]));
    }

    private static Task<SocketServer> StartAsync() => SocketServer.StartAsync(configure: options => options.Engine.AllowEIO3 = true);

    private static async Task<RawClient> ConnectAsync(SocketServer server)
    {
        var client = await RawClient.OpenFormerAsync(server);
        Assert.That(await client.ReadAsync(), Is.EqualTo("40"));
        return client;
    }
}
