namespace SocketIO.Tests.Forgiving;

/// <summary>
/// Bytes in which clients of other languages differ from the JavaScript one, as <c>docs/conformance.md</c> lists them, over a real
/// server: each is sent, and the connection then still answers.
/// </summary>
public sealed class ClientBytesTests
{
    [TestCase("42", Description = "Java, Go: arguments that could not be written")]
    [TestCase("425")]
    [TestCase("430")]
    [TestCase("43[]")]
    [TestCase("437[]", Description = "Rust: an answer to nothing")]
    [TestCase("42[\"nobody\"]")]
    [TestCase("42,[\"x\"]", "closed", Description = "as in the reference")]
    [TestCase("42/,[\"echo\",1]")]
    [TestCase("42[\"a\\/b\\u001F\",1E+2, -0 ]\n", Description = "Java, C++: escapes and numbers of other writers")]
    [TestCase(" 42[\"x\"]", "closed")]
    public async Task Packet_OfAnotherClient_ConnectionGoesOn(string packet, string? expected = null)
    {
        await using var server = await SocketServer.StartAsync();
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync(packet);

        if (expected is not null)
        {
            Assert.That(await client.ReadAsync(), Is.EqualTo(expected));
            return;
        }
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [TestCase("40")]
    [TestCase("40/")]
    [TestCase("40/,")]
    [TestCase("40{}")]
    [TestCase("40/,{\"token\":null,\"offset\":null}", Description = "Dart")]
    public async Task Connect_OfAnotherClient_GetsIn(string packet)
    {
        await using var server = await SocketServer.StartAsync();
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync(packet);

        Assert.That(await client.ReadAsync(), Does.StartWith("40{\"sid\":"));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [TestCase("4", "452-[\"echo\",{\"num\":1,\"_placeholder\":true},{\"num\":0,\"_placeholder\":true}]", "hex:01", "hex:02")]
    public async Task Attachments_WithAPongBetween_AreJoined(string _, string packet, string first, string second)
    {
        await using var server = await SocketServer.StartAsync(socket => socket.On("echo", (byte[] a, byte[] b) => socket.Emit("got", a[0], b[0])));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync(packet);
        await client.SendAsync(Convert.FromHexString(first[4..]));
        await client.SendAsync("3");
        await client.SendAsync(Convert.FromHexString(second[4..]));

        Assert.That(await client.ReadAsync(), Is.EqualTo("42[\"got\",2,1]"));
    }

    [TestCase("b" + "AQID")]
    [TestCase("bAQID\n", Description = "Java, C++: line breaks in base64")]
    [TestCase("bAQ\r\nID")]
    public async Task Attachment_AsText_IsTaken(string attachment)
    {
        await using var server = await SocketServer.StartAsync(socket => socket.On("echo", (byte[] bytes) => socket.Emit("got", bytes.Length, bytes[2])));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("451-[\"echo\",{\"_placeholder\":true,\"num\":0}]");
        await client.SendAsync(attachment);

        Assert.That(await client.ReadAsync(), Is.EqualTo("42[\"got\",3,3]"));
    }

    [TestCase("bAQI", Description = "microcontrollers: no padding")]
    [TestCase("bAQI=")]
    [TestCase("bAQ")]
    public async Task Post_Base64_IsTaken(string attachment)
    {
        await using var server = await SocketServer.StartAsync(socket => socket.On("echo", (byte[] bytes) => socket.Emit("got", bytes[0])));
        var (polling, _) = await PollingClient.ConnectAsync(server);

        await polling.PostAsync("451-[\"echo\",{\"_placeholder\":true,\"num\":0}]\u001e" + attachment);

        Assert.That(await polling.PollAsync(), Is.EqualTo("42[\"got\",1]"));
        await polling.CloseAsync();
    }

    [Test]
    public async Task Post_UrlSafeBase64_IsTaken()
    {
        await using var server = await SocketServer.StartAsync(socket => socket.On("echo", (byte[] bytes) => socket.Emit("got", bytes[0], bytes[1], bytes[2])));
        var (polling, _) = await PollingClient.ConnectAsync(server);

        await polling.PostAsync("451-[\"echo\",{\"_placeholder\":true,\"num\":0}]\u001eb-_-_");

        Assert.That(await polling.PollAsync(), Is.EqualTo("42[\"got\",251,255,191]"));
        await polling.CloseAsync();
    }

    [Test]
    public async Task Post_AttachmentOnItsOwn_IsJoined()
    {
        await using var server = await SocketServer.StartAsync(socket => socket.On("echo", (byte[] bytes) => socket.Emit("got", bytes.Length)));
        var (polling, _) = await PollingClient.ConnectAsync(server);

        await polling.PostAsync("451-[\"echo\",{\"_placeholder\":true,\"num\":0}]");
        await polling.PostAsync("bAQID");

        Assert.That(await polling.PollAsync(), Is.EqualTo("42[\"got\",3]"));
        await polling.CloseAsync();
    }

    [TestCase("EIO=4&transport=polling&EIO=4")]
    [TestCase("EIO=3&transport=websocket&EIO=4&transport=polling")]
    [TestCase("EIO=4&sid=&transport=polling", Description = "Go")]
    public async Task Handshake_QueryOfAnotherClient_IsTaken(string query)
    {
        await using var server = await SocketServer.StartAsync();

        var open = await server.Http.GetStringAsync($"/socket.io/?{query}").Within();

        Assert.That(open, Does.StartWith("0{\"sid\":"));
        var sid = System.Text.Json.JsonElement.Parse(open.AsSpan(1)).GetProperty("sid").GetString();
        using var content = new StringContent("1");
        using var closed = await server.Http.PostAsync($"/socket.io/?EIO=4&transport=polling&sid={sid}", content).Within();
        Assert.That(closed.IsSuccessStatusCode, Is.True);
    }

    [Test]
    public async Task Emit_ToAWebSocketThatTakesOnlyText_SendsBase64()
    {
        await using var server = await SocketServer.StartAsync(socket => socket.Emit("e", new byte[] { 1, 2, 3 }));
        using var client = await RawClient.OpenAsync(server, "&b64=1");

        await client.SendAsync("40");

        Assert.That((await client.ReadAsync(3))[1..], Is.EqualTo(["""451-["e",{"_placeholder":true,"num":0}]""", "bAQID"]));
    }

    [TestCase("3", Description = "Rust: a pong that nobody asked for, first of all")]
    [TestCase("3hello")]
    public async Task Pong_Unasked_DoesNoHarm(string pong)
    {
        await using var server = await SocketServer.StartAsync();
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync(pong);

        Assert.That(await client.JoinAsync("/"), Is.Not.Empty);
    }

    [Test]
    public async Task BinaryAck_InThePlaceOfAnEvent_IsAnAnswerToNothing()
    {
        await using var server = await SocketServer.StartAsync();
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("""461-5["e",{"_placeholder":true,"num":0}]""");
        await client.SendAsync(1);

        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [TestCase("40/chat", "41/chat", Description = "C++: no comma where nothing follows")]
    [TestCase("40/chat,", "41/chat,")]
    public async Task Namespace_WithAndWithoutAComma_IsTheSame(string connect, string disconnect)
    {
        var left = new TaskCompletionSource<DisconnectReason>();
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/chat").OnConnection(socket => socket.OnDisconnected(left.SetResult));
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync(connect);
        Assert.That(await client.ReadAsync(), Does.StartWith("40/chat,{"));
        await client.SendAsync(disconnect);

        Assert.That(await left.Task.Within(), Is.EqualTo(DisconnectReason.ClientNamespaceDisconnect));
    }

    [TestCase(null, Description = "Rust, Go")]
    [TestCase("text/plain")]
    [TestCase("text/plain; charset=utf-16")]
    [TestCase("text/plain;charset=UTF-8")]
    public async Task Post_OfAnyTextType_IsTaken(string? type)
    {
        await using var server = await SocketServer.StartAsync(socket => socket.On("echo", (string text) => text));
        var (polling, _) = await PollingClient.ConnectAsync(server);

        using var content = new ByteArrayContent([.. "421[\"echo\",\"é\"]"u8]);
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        using var response = await server.Http.PostAsync($"/socket.io/?EIO=4&transport=polling&sid={polling.Session}", content).Within();

        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        Assert.That(await polling.PollAsync(), Is.EqualTo("431[\"é\"]"));
        await polling.CloseAsync();
    }

    [Test]
    public async Task Goodbye_InOnePayload_IsThatOfTheClient()
    {
        var left = new TaskCompletionSource<DisconnectReason>();
        await using var server = await SocketServer.StartAsync(socket => socket.OnDisconnected(left.SetResult));
        var (polling, _) = await PollingClient.ConnectAsync(server);

        await polling.PostAsync("41\u001e1");

        Assert.That(await left.Task.Within(), Is.EqualTo(DisconnectReason.ClientNamespaceDisconnect), "Python");
    }

    [Test]
    public async Task Connect_AfterLeavingWhileTheMiddlewareDecides_IsANewOne()
    {
        var gate = new TaskCompletionSource<ConnectError?>();
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/slow").Use(async _ => await gate.Task);
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("40/slow,");
        await client.SendAsync("41/slow,");
        await client.SendAsync("40/slow,");
        Assert.That(await client.SyncAsync(), Is.Empty);
        gate.SetResult(null);

        Assert.That(await client.ReadAsync(), Does.StartWith("40/slow,{"), "Swift");
        Assert.That(await client.SyncAsync(), Is.Empty);
    }
}
