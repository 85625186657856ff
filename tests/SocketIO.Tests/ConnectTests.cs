namespace SocketIO.Tests;

/// <summary>Joining namespaces, over a real connection.</summary>
public sealed class ConnectTests
{
    [Test]
    public async Task Connect_WithAuth_HandlerSeesItAndAnswerHasOnlyTheSid()
    {
        await using var server = await SocketServer.StartAsync(socket => socket.Emit("auth", socket.Handshake.Auth));
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("""40{"token":"123","nested":{"a":[1]}}""");

        Assert.That(await client.ReadAsync(), Does.Match("^40\\{\"sid\":\"[A-Za-z0-9_-]{20}\"\\}$"));
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["auth",{"token":"123","nested":{"a":[1]}}]"""));
    }

    [Test]
    public async Task Connect_WithoutAuth_AuthIsAnEmptyObject()
    {
        await using var server = await SocketServer.StartAsync(socket => socket.Emit("auth", socket.Handshake.Auth));
        using var client = await RawClient.ConnectAsync(server);

        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["auth",{}]"""));
    }

    [Test]
    public async Task Connect_TwoClients_HaveOtherIds()
    {
        await using var server = await SocketServer.StartAsync();
        var (first, one) = await server.ConnectAsync();
        var (second, two) = await server.ConnectAsync();
        using (first)
        using (second)
        {
            Assert.That(one.Id, Is.Not.EqualTo(two.Id));
            Assert.That(one.Id, Is.Not.EqualTo(one.Connection.Id), "the engine's id is secret");
            Assert.That(one.Rooms, Is.EqualTo([one.Id]));
            Assert.That(one.Connected, Is.True);
        }
    }

    [Test]
    public async Task Connect_OtherNamespace_IsASocketOfItsOwnOnTheConnection()
    {
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("custom").OnConnection(socket => socket.On("which", context => context.Ack(socket.Namespace.Name, socket.Id)));
        using var client = await RawClient.ConnectAsync(server);

        var custom = await client.JoinAsync("/custom");
        await client.SendAsync("42/custom,5[\"which\"]");

        Assert.That(custom, Is.Not.EqualTo(client.Sid));
        Assert.That(await client.ReadAsync(), Is.EqualTo($"43/custom,5[\"/custom\",\"{custom}\"]"));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Connect_OnlyOtherNamespace_MainIsNotJoined()
    {
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/custom").OnConnection(_ => { });
        using var client = await RawClient.OpenAsync(server);
        await client.JoinAsync("/custom");

        server.Io.Emit("not for you");
        server.Io.Of("/custom").Emit("for you");

        Assert.That(await client.ReadAsync(), Is.EqualTo("42/custom,[\"for you\"]"));
    }

    [TestCase("40/random", "44/random,{\"message\":\"Invalid namespace\"}")]
    [TestCase("40/random,{\"token\":1}", "44/random,{\"message\":\"Invalid namespace\"}")]
    [TestCase("40/custom?token=1,", "44/custom?token=1,{\"message\":\"Invalid namespace\"}")]
    [TestCase("40/Custom,", "44/Custom,{\"message\":\"Invalid namespace\"}")]
    public async Task Connect_UnknownNamespace_IsRefusedAndTheConnectionStays(string packet, string answer)
    {
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/custom");
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync(packet);

        Assert.That(await client.ReadAsync(), Is.EqualTo(answer));
        Assert.That(await client.JoinAsync("/"), Is.Not.Empty);
    }

    [Test]
    public async Task Connect_ServerEmitsMeanwhile_AnswerComesFirst()
    {
        await using var server = await SocketServer.StartAsync(socket =>
        {
            socket.Emit("to me");
            socket.Namespace.Emit("to all");
        });
        using var stop = new CancellationTokenSource();
        var emitting = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                server.Io.Emit("tick");
                await Task.Yield();
            }
        });

        for (var i = 0; i < 10; i++)
        {
            using var client = await RawClient.OpenAsync(server);
            await client.SendAsync("40");
            Assert.That(await client.ReadAsync(), Does.StartWith("40{"));
        }
        await stop.CancelAsync();
        await emitting.Within();
    }

    [TestCase("42[\"message\"]", Description = "an event before CONNECT")]
    [TestCase("430[]", Description = "an acknowledgement before CONNECT")]
    [TestCase("42/custom,[\"message\"]", Description = "an event for another namespace")]
    [TestCase("4abc", Description = "no packet")]
    [TestCase("4", Description = "an empty packet")]
    [TestCase("44{\"message\":\"handle me\"}", Description = "a refusal by the client")]
    public async Task FirstPacket_NotConnect_ClosesTheConnection(string packet)
    {
        await using var server = await SocketServer.StartAsync();
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync(packet);

        Assert.That(await client.ReadAsync(), Is.EqualTo("closed"));
        Assert.That(server.Io.Engine.ClientsCount, Is.Zero);
    }

    [TestCase("40", Description = "joined twice")]
    [TestCase("4abc", Description = "no packet")]
    [TestCase("42{}", Description = "no array")]
    [TestCase("42abc[\"message\",1]", Description = "a bad id")]
    [TestCase("42[\"disconnect\"]", Description = "a reserved name")]
    [TestCase("44[\"handle me please\"]", Description = "a refusal by the client")]
    [TestCase("45", Description = "an empty binary packet")]
    [TestCase("45woooot", Description = "no number of attachments")]
    [TestCase("450-[\"hi\"]", Description = "no attachments")]
    [TestCase("4511-[\"hi\"]", Description = "too many attachments")]
    [TestCase("42/other,[\"hi\"]", Description = "a namespace that was not joined")]
    public async Task LaterPacket_AgainstTheProtocol_ClosesTheConnectionWithForcedClose(string packet)
    {
        var reason = new TaskCompletionSource<string>();
        await using var server = await SocketServer.StartAsync(socket => socket.OnDisconnected(why =>
        {
            reason.SetResult(DisconnectReasonNames.ToWireName(why));
            return ValueTask.CompletedTask;
        }));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync(packet);

        Assert.That(await client.ReadAsync(), Is.EqualTo("closed"));
        Assert.That(await reason.Task.Within(), Is.EqualTo("forced close"));
    }

    [Test]
    public async Task Disconnect_OfNamespaceNeverJoined_IsIgnored()
    {
        await using var server = await SocketServer.StartAsync();
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("41/custom,");

        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Connect_AgainAfterLeaving_IsANewSocket()
    {
        await using var server = await SocketServer.StartAsync();
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("41");
        var again = await client.JoinAsync("/");

        Assert.That(again, Is.Not.EqualTo(client.Sid));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Connect_ClosedAndOpenedInTheMiddlewares_OnlyTheLastSocketStays()
    {
        var gates = System.Threading.Channels.Channel.CreateUnbounded<TaskCompletionSource<ConnectError?>>();
        await using var server = await SocketServer.StartAsync();
        server.Io.Use(async _ =>
        {
            var gate = new TaskCompletionSource<ConnectError?>(TaskCreationOptions.RunContinuationsAsynchronously);
            gates.Writer.TryWrite(gate);
            return await gate.Task;
        });
        using var client = await RawClient.OpenAsync(server);
        await client.SendAsync("40");
        var first = await gates.Reader.ReadAsync().Within();
        await client.SendAsync("41");
        await client.SendAsync("40");
        var second = await gates.Reader.ReadAsync().Within();

        first.SetResult(null);
        second.SetResult(null);
        var answer = await client.ReadAsync();
        Assert.That(answer, Does.StartWith("40{"));
        var found = await server.Io.Main.ToAll().FetchSocketsAsync();
        Assert.That(found.Sockets.Select(socket => $"40{{\"sid\":\"{socket.Id}\"}}"), Is.EqualTo([answer]));
        client.Abort();

        await Eventually.TrueAsync(async () => (await server.Io.Main.ToAll().FetchSocketsAsync()).Sockets.Count == 0, "the socket's end");
    }

    [Test]
    public async Task Handshake_OfTheFirstRequest_IsKnown()
    {
        await using var server = await SocketServer.StartAsync();
        using var client = await RawClient.OpenAsync(server, "&name=J%C3%BCrgen");
        var sid = await client.JoinAsync("/");

        var handshake = (await server.SocketAsync(sid)).Handshake;

        Assert.That(handshake.Query["name"], Is.EqualTo("Jürgen"));
        Assert.That(handshake.Headers["UPGRADE"], Is.EqualTo("websocket"));
        Assert.That(handshake.Url, Does.StartWith("/socket.io/?EIO=4"));
        Assert.That(handshake.Address, Is.EqualTo("127.0.0.1"));
        Assert.That(handshake.Secure, Is.False);
        Assert.That(handshake.CrossDomain, Is.False);
        Assert.That(handshake.Time, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task Handshake_OfAnotherNamespace_HasItsOwnAuthAndTheFirstRequestsQuery()
    {
        var handshake = new TaskCompletionSource<Handshake>();
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/other").OnConnection(socket => handshake.SetResult(socket.Handshake));
        using var client = await RawClient.OpenAsync(server, "&a=1");
        await client.JoinAsync("/", """{"key":"first"}""");
        await client.JoinAsync("/other", """{"key":"&=bb"}""");

        var other = await handshake.Task.Within();

        Assert.That(other.Auth.GetRawText(), Is.EqualTo("""{"key":"&=bb"}"""));
        Assert.That((other.Query["EIO"], other.Query["a"]), Is.EqualTo(("4", "1")));
        Assert.That(other.Query.ContainsKey("key"), Is.False);
    }
}
