using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EngineIO.Tests;

public sealed class WebSocketTests
{
    [Test]
    public async Task Message_TextAndBinary_IsEchoedInKind()
    {
        await using var server = await EngineServer.StartAsync();
        using var client = await WsClient.OpenAsync(server);

        await client.SendAsync("4пойду спать 😀");
        await client.SendAsync([0, 1, 2, 255]);
        await client.SendAsync("bAQIDBA==");
        await client.SendAsync("4");
        await client.SendAsync([]);

        Assert.That(await client.ReadAsync(), Is.EqualTo("4пойду спать 😀"));
        Assert.That(await client.ReadAsync(), Is.EqualTo("hex:000102FF"));
        Assert.That(await client.ReadAsync(), Is.EqualTo("hex:01020304"));
        Assert.That(await client.ReadAsync(), Is.EqualTo("4"));
        Assert.That(await client.ReadAsync(), Is.EqualTo("hex:"));
    }

    [TestCase(3000)]
    [TestCase(4096)]
    [TestCase(100_000)]
    public async Task Message_AnySize_IsEchoedWhole(int size)
    {
        await using var server = await EngineServer.StartAsync();
        using var client = await WsClient.OpenAsync(server);
        var data = new byte[size];
        Random.Shared.NextBytes(data);

        await client.SendAsync(data);

        Assert.That(await client.ReadAsync(), Is.EqualTo("hex:" + Convert.ToHexString(data)));
    }

    [Test]
    public async Task Message_InFragments_IsJoined()
    {
        await using var server = await EngineServer.StartAsync();
        using var client = await WsClient.OpenAsync(server);

        await client.Socket.SendAsync("4he"u8.ToArray(), WebSocketMessageType.Text, false, CancellationToken.None).Within();
        await client.Socket.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Text, false, CancellationToken.None).Within();
        await client.Socket.SendAsync("llo"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None).Within();

        Assert.That(await client.ReadAsync(), Is.EqualTo("4hello"));
    }

    [Test]
    public async Task Message_OverTheLimit_ClosesWith1009()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { MaxHttpBufferSize = 100 });
        using var client = await WsClient.OpenAsync(server);

        await client.SendAsync("4" + new string('a', 99));
        Assert.That(await client.ReadAsync(), Has.Length.EqualTo(100));
        await client.SendAsync("4" + new string('a', 100));

        Assert.That(await client.ReadAsync(), Is.EqualTo("close:1009"));
        Assert.That(client.Socket.CloseStatusDescription, Is.Empty);
        Assert.That(await server.Handler[client.Sid].ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
    }

    [TestCase("abc", CloseReason.ParseError)]
    [TestCase("", CloseReason.ParseError)]
    [TestCase("2", CloseReason.TransportError)]
    [TestCase("1", CloseReason.TransportClose)]
    public async Task Packet_EndsTheSession_ClosesWithoutStatus(string packet, CloseReason reason)
    {
        await using var server = await EngineServer.StartAsync();
        using var connection = await RawConnectAsync(server);
        var sid = await RawOpenAsync(connection);
        byte[] frame = [0x81, (byte)(0x80 | packet.Length), 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(packet)];

        await connection.GetStream().WriteAsync(frame).Within();
        var close = new byte[2];
        await connection.GetStream().ReadExactlyAsync(close).Within();

        Assert.That(Convert.ToHexString(close), Is.EqualTo("8800"));
        Assert.That(await server.Handler[sid].ClosedAsync(), Is.EqualTo(reason));
    }

    [Test]
    public async Task Client_Closes_GetsItsStatusBack()
    {
        await using var server = await EngineServer.StartAsync();
        using var client = await WsClient.OpenAsync(server);

        await client.CloseAsync();

        Assert.That(client.Socket.CloseStatus, Is.EqualTo(WebSocketCloseStatus.NormalClosure));
        Assert.That(await server.Handler[client.Sid].ClosedAsync(), Is.EqualTo(CloseReason.TransportClose));
        await Testing.Eventually.TrueAsync(() => server.Engine.ClientsCount == 0, "the session's end");
        Assert.That(server.Handler[client.Sid].Closes, Is.EqualTo(1));
    }

    [Test]
    public async Task Client_SendsThenCloses_MessageIsHandled()
    {
        await using var server = await EngineServer.StartAsync();
        using var client = await WsClient.OpenAsync(server);

        await client.SendAsync("4last words");
        await client.CloseAsync();

        Assert.That(await server.Handler[client.Sid].ReceivedAsync(), Is.EqualTo("last words"));
    }

    [Test]
    public async Task Client_Vanishes_ClosesWithTransportClose()
    {
        await using var server = await EngineServer.StartAsync();
        using var client = await WsClient.OpenAsync(server);

        client.Socket.Abort();

        Assert.That(await server.Handler[client.Sid].ClosedAsync(), Is.EqualTo(CloseReason.TransportClose));
    }

    // Unmasked; reserved bits; reserved opcode; text that is no UTF-8; a fragmented ping.
    [TestCase("8105" + "3468656C6C")]
    [TestCase("F182000000003468")]
    [TestCase("838100000000FF")]
    [TestCase("81820000000034FF")]
    [TestCase("098100000000FF")]
    public async Task Frame_Invalid_ClosesWithTransportError(string frame)
    {
        await using var server = await EngineServer.StartAsync();
        using var connection = await RawConnectAsync(server);
        var sid = await RawOpenAsync(connection);

        await connection.GetStream().WriteAsync(Convert.FromHexString(frame)).Within();

        Assert.That(await server.Handler[sid].ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
    }

    [Test]
    public async Task Ping_OfTheWebSocketProtocol_IsAnsweredBetweenOurFrames()
    {
        await using var server = await EngineServer.StartAsync();
        using var connection = await RawConnectAsync(server);
        var sid = await RawOpenAsync(connection);

        await connection.GetStream().WriteAsync(Convert.FromHexString("898200000000" + "6162")).Within();
        var pong = new byte[4];
        await connection.GetStream().ReadExactlyAsync(pong).Within();
        server.Handler[sid].Socket.Send(OutboundMessage.Text("x"));
        var frame = new byte[4];
        await connection.GetStream().ReadExactlyAsync(frame).Within();

        Assert.That(Convert.ToHexString(pong), Is.EqualTo("8A026162"));
        Assert.That(Convert.ToHexString(frame), Is.EqualTo("81023478"));
    }

    [Test]
    public async Task Http2_ExtendedConnect_OpensASession()
    {
        await using var server = await EngineServer.StartAsync(protocols: HttpProtocols.Http2);
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        await socket.ConnectAsync(WsClient.Address(server, "?EIO=4&transport=websocket"), invoker, CancellationToken.None).Within();
        var buffer = new byte[1024];

        var open = await socket.ReceiveAsync(buffer, CancellationToken.None).Within();
        await socket.SendAsync("4hello"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None).Within();
        Assert.That(buffer[0], Is.EqualTo((byte)'0'));
        Assert.That(open.EndOfMessage);
        var echo = await socket.ReceiveAsync(buffer, CancellationToken.None).Within();
        Assert.That(Encoding.UTF8.GetString(buffer, 0, echo.Count), Is.EqualTo("4hello"));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Within();
    }

    private static async Task<TcpClient> RawConnectAsync(EngineServer server)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", server.Port).Within();
        var request = "GET /engine.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n" +
            "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request)).Within();
        return connection;
    }

    /// <summary>Reads the handshake and the open packet; gives the session's id.</summary>
    private static async Task<string> RawOpenAsync(TcpClient connection)
    {
        var text = new StringBuilder();
        var buffer = new byte[1];
        while (!text.ToString().EndsWith('}'))
        {
            await connection.GetStream().ReadExactlyAsync(buffer).Within();
            text.Append((char)buffer[0]);
        }
        Assert.That(text.ToString(), Does.Contain("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
        return text.ToString().Split("\"sid\":\"")[1][..20];
    }
}
