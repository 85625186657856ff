namespace SingleProcess.Tests;

/// <summary>Which events carry an offset, and that no other looks as if it did.</summary>
public sealed class OffsetTests
{
    private SocketServer _server = null!;
    private ReturningClient _client = null!;
    private SocketIO.Socket _socket = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await RecoveryServer.StartAsync();
        _client = await ReturningClient.ConnectAsync(_server);
        _socket = await _server.SocketAsync(_client.Sid);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Emit_ToASocketARoomOrAll_EndsInAnOffset()
    {
        _socket.Emit("own", 1);
        await _socket.JoinAsync("room");
        _server.Io.To("room").Emit("room", "text");
        _server.Io.Emit("all");

        var messages = await _client.Raw.ReadAsync(3);

        Assert.That(messages[0], Does.Match("""^42\["own",1,"[0-9a-f]+\.\d+"\]$"""));
        Assert.That(messages[1], Does.Match("""^42\["room","text","[0-9a-f]+\.\d+"\]$"""));
        Assert.That(messages[2], Does.Match("""^42\["all","[0-9a-f]+\.\d+"\]$"""));
    }

    [Test]
    public async Task Emit_Binary_HasTheOffsetBehindItsPlaceholders()
    {
        _socket.Emit("bytes", 1, new byte[] { 7 });

        Assert.That(await _client.Raw.ReadAsync(), Does.Match("""^451-\["bytes",1,\{"_placeholder":true,"num":0\},"[0-9a-f]+\.\d+"\]$"""));
        Assert.That(await _client.Raw.ReadAsync(), Is.EqualTo("hex:07"));
    }

    [Test]
    public async Task Emit_VolatileOrLocal_ThatEndsInAString_EndsInNull()
    {
        _socket.Volatile.Emit("tick");
        _socket.Volatile.Emit("tick", "text");
        _socket.Volatile.Emit("tick", 1);
        _server.Io.Local.Emit("near", "text");
        _server.Io.Volatile.Emit("far", "text");

        Assert.That(
            await _client.Raw.ReadAsync(5),
            Is.EqualTo(["""42["tick",null]""", """42["tick","text",null]""", """42["tick",1]""", """42["near","text",null]""", """42["far","text",null]"""]));
    }

    [Test]
    public async Task EmitWithAck_EndsAsItIs()
    {
        var answer = _socket.EmitWithAckAsync("question", "text");
        Assert.That(await _client.Raw.ReadAsync(), Is.EqualTo("""420["question","text"]"""));

        await _client.Raw.SendAsync("430[1]");

        await answer.Within();
    }

    [Test]
    public async Task Handshake_OfAClientThatComesBack_ShowsNoPrivateId()
    {
        await _client.ReturnAsync();

        await Eventually.TrueAsync(() => _server.Io.Main.Sockets.GetValueOrDefault(_client.Sid) is { Recovered: true }, "the socket");
        Assert.That(_server.Io.Main.Sockets[_client.Sid].Handshake.Auth.GetRawText(), Is.EqualTo("{}"));
    }
}
