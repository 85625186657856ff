using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using EngineIO.Http;
using EngineIO.Packets;
using EngineIO.Transports;
using Microsoft.AspNetCore.Http;

namespace EngineIO.Tests;

public sealed class PerMessageDeflateTests
{
    private const string Accepted = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    [TestCase("permessage-deflate", ExpectedResult = Accepted)]
    [TestCase("permessage-deflate; client_max_window_bits", ExpectedResult = Accepted)]
    [TestCase("permessage-deflate; client_max_window_bits=\"10\"; server_no_context_takeover", ExpectedResult = Accepted)]
    [TestCase("permessage-deflate; server_max_window_bits=15", ExpectedResult = Accepted)]
    [TestCase("x-other, permessage-deflate; server_max_window_bits=10, permessage-deflate", ExpectedResult = Accepted)]
    [TestCase("permessage-deflate; server_max_window_bits=10", ExpectedResult = "")]
    [TestCase("permessage-deflate; server_max_window_bits", ExpectedResult = "")]
    [TestCase("permessage-deflate; client_max_window_bits=99", ExpectedResult = "")]
    [TestCase("permessage-deflate; server_no_context_takeover=1", ExpectedResult = "")]
    [TestCase("permessage-deflate; client_no_context_takeover; client_no_context_takeover", ExpectedResult = "")]
    [TestCase("permessage-deflate; unknown", ExpectedResult = "")]
    [TestCase("x-webkit-deflate-frame", ExpectedResult = "")]
    [TestCase(";=,", ExpectedResult = "")]
    [TestCase("", ExpectedResult = "")]
    public string Negotiation_Offer_TakesWhatItCanMeet(string offer)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.SecWebSocketExtensions = offer;
        var accepted = DeflateNegotiation.TryAccept(context);

        Assert.That(accepted, Is.EqualTo(context.Response.Headers.ContainsKey("Sec-WebSocket-Extensions")));
        return context.Response.Headers.SecWebSocketExtensions.ToString();
    }

    [Test]
    public async Task Connection_Negotiated_EchoesEverySize([Values(0, 10, 1023, 1024, 70_000, 200_000)] int length, [Values] bool random)
    {
        await using var server = await StartAsync();
        using var client = await OpenAsync(server, new WebSocketDeflateOptions());
        var data = random ? RandomNumberGenerator.GetBytes(length) : new byte[length];
        var text = new string('é', length / 2);
        await client.SendAsync(data);
        await client.SendAsync("4" + text);

        Assert.That(client.Socket.HttpResponseHeaders!["Sec-WebSocket-Extensions"], Is.EqualTo(new[] { Accepted }));
        Assert.That(await client.ReadAsync(), Is.EqualTo("hex:" + Convert.ToHexString(data)));
        Assert.That(await client.ReadAsync(), Is.EqualTo("4" + text));
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    public async Task Connection_OneSideOnly_IsNotNegotiated(bool offered, bool switchedOn)
    {
        await using var server = switchedOn ? await StartAsync() : await EngineServer.StartAsync();
        using var client = await OpenAsync(server, offered ? new WebSocketDeflateOptions() : null);
        await client.SendAsync("4" + new string('x', 5000));

        Assert.That(client.Socket.HttpResponseHeaders!.ContainsKey("Sec-WebSocket-Extensions"), Is.False);
        Assert.That(await client.ReadAsync(), Has.Length.EqualTo(5001));
    }

    [Test]
    public void Select_Receivers_ShareTheFrameOfTheirForm()
    {
        var deflate = FrameForm.Of(4, base64: false, new EngineCompressionOptions());
        var message = OutboundMessage.Text(new string('x', 5000));

        Assert.That(deflate.Select(message).Equals(deflate.Select(message)));
        Assert.That(deflate.Select(message).Span[0], Is.EqualTo(0xC1));
        Assert.That(deflate.Select(message).Length, Is.LessThan(100));
        Assert.That(FrameForm.Plain.Select(message).Equals(message.Frame));
    }

    [Test]
    public void Select_NotWorthIt_IsThePlainFrame()
    {
        var deflate = FrameForm.Of(4, base64: false, new EngineCompressionOptions());
        OutboundMessage[] plain =
        [
            OutboundMessage.Text(new string('x', 1022)),
            OutboundMessage.Text(new string('x', 5000), isCompressible: false),
            OutboundMessage.Binary(RandomNumberGenerator.GetBytes(5000)),
            WebSocketFrame.Close,
        ];

        Assert.That(plain.All(message => deflate.Select(message).Equals(message.Frame)));
    }

    [Test]
    public async Task Message_InflatesBeyondTheLimit_ClosesAsTooBig()
    {
        await using var server = await StartAsync();
        using var client = await OpenAsync(server, new WebSocketDeflateOptions());
        await client.SendAsync(new byte[20_000_000]);

        Assert.That(await client.ReadAsync(), Is.EqualTo("close:1009"));
        Assert.That(await server.Handler[client.Sid].ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
    }

    [Test]
    public async Task Message_NotDeflate_ClosesWithTransportError()
    {
        var opened = new TaskCompletionSource<EngineSocket>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StartAsync(new TestHandler { Opened = socket => opened.TrySetResult(socket) });
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", server.Port).Within();
        var request = "GET /engine.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n" +
            "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
            "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request)).Within();
        var socket = await opened.Task.Within();
        // Masked by zeros: a compressed text frame of a reserved block type.
        await connection.GetStream().WriteAsync(new byte[] { 0xC1, 0x84, 0, 0, 0, 0, 0x07, 0xFF, 0xFF, 0xFF }).Within();

        Assert.That(await server.Handler[socket.Id].ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
    }

    private static Task<EngineServer> StartAsync(TestHandler? handler = null) =>
        EngineServer.StartAsync(new EngineIOOptions { PerMessageDeflate = new EngineCompressionOptions() }, handler);

    private static async Task<WsClient> OpenAsync(EngineServer server, WebSocketDeflateOptions? deflate)
    {
        var client = await WsClient.ConnectAsync(server, "?EIO=4&transport=websocket", deflate);
        var open = await client.ReadAsync();
        client.Sid = open[(open.IndexOf("sid\":\"", StringComparison.Ordinal) + 6)..][..20];
        return client;
    }
}
