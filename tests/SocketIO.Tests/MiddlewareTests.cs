namespace SocketIO.Tests;

public sealed class MiddlewareTests
{
    [Test]
    public async Task Use_SeveralMiddlewares_RunInOrderBeforeTheAnswer()
    {
        var order = new List<string>();
        await using var server = await SocketServer.StartAsync(_ => order.Add("connection"));
        server.Io.Use(async _ =>
        {
            order.Add("first");
            await Task.Yield();
            order.Add("first, later");
            return null;
        });
        server.Io.Use(socket =>
        {
            order.Add($"second, connected {socket.Connected}, rooms {socket.Rooms.Count}");
            return ValueTask.FromResult<ConnectError?>(null);
        });
        using var client = await RawClient.ConnectAsync(server);

        await client.SyncAsync();

        Assert.That(order, Is.EqualTo(["first", "first, later", "second, connected False, rooms 0", "connection"]));
    }

    [TestCase("", """44{"message":"Not authorized"}""")]
    [TestCase("""{"code":7,"content":["Please"]}""", """44{"message":"Not authorized","data":{"code":7,"content":["Please"]}}""")]
    public async Task Use_OneRefuses_ClientIsToldWhyAndTheRestDoesNotRun(string data, string answer)
    {
        var ran = false;
        await using var server = await SocketServer.StartAsync(_ => ran = true);
        server.Io.Use(_ => ValueTask.FromResult<ConnectError?>(new ConnectError("Not authorized") { Data = data.Length == 0 ? null : System.Text.Json.JsonElement.Parse(data) }));
        server.Io.Use(_ =>
        {
            ran = true;
            return ValueTask.FromResult<ConnectError?>(null);
        });
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("40");

        Assert.That(await client.ReadAsync(), Is.EqualTo(answer));
        Assert.That(ran, Is.False);
        Assert.That((await server.Io.Main.ToAll().FetchSocketsAsync()).Sockets, Is.Empty);
    }

    [Test]
    public async Task Use_RefusedOnce_ClientMayTryAgainOnTheSameConnection()
    {
        await using var server = await SocketServer.StartAsync();
        server.Io.Use(socket => ValueTask.FromResult(
            socket.Handshake.Auth.TryGetProperty("token", out var token) && token.GetString() == "good" ? null : new ConnectError("bad token")));
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("""40{"token":"bad"}""");
        Assert.That(await client.ReadAsync(), Is.EqualTo("""44{"message":"bad token"}"""));

        Assert.That(await client.JoinAsync("/", """{"token":"good"}"""), Is.Not.Empty);
    }

    [Test]
    public async Task Use_OneThrows_ClientIsRefusedWithoutTheDetails()
    {
        await using var server = await SocketServer.StartAsync();
        server.ExpectsErrors = true;
        server.Io.Use(_ => throw new InvalidOperationException("secret"));
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("40");

        Assert.That(await client.ReadAsync(), Is.EqualTo("""44{"message":"Internal server error"}"""));
        Assert.That(server.Logs.Errors.Single(), Does.Contain("a middleware of namespace / failed").And.Contain("secret"));
    }

    [Test]
    public async Task Use_RefusesWithDataThatCannotBeWritten_ClientIsToldWhyAllTheSame()
    {
        await using var server = await SocketServer.StartAsync();
        server.ExpectsErrors = true;
        server.Io.Use(_ => new ConnectError("no") { Data = typeof(string) });
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("40");

        Assert.That(await client.ReadAsync(), Is.EqualTo("""44{"message":"no"}"""));
        Assert.That(server.Logs.Errors.Single(), Does.Contain("the data of the refusal \"no\" of namespace / cannot be written"));
    }

    [Test]
    public async Task Use_RefusesWithAnObject_ClientGetsIt()
    {
        await using var server = await SocketServer.StartAsync();
        server.Io.Use(_ => new ConnectError("no") { Data = new { Code = 7, Until = new DateTime(2026, 1, 2), Bytes = new byte[] { 1 } } });
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("40");

        Assert.That(await client.ReadAsync(), Is.EqualTo("""44{"message":"no","data":{"code":7,"until":"2026-01-02T00:00:00Z","bytes":"AQ=="}}"""));
    }

    [Test]
    public async Task Use_InOneNamespace_DoesNotConcernAnother()
    {
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/closed").Use(_ => ValueTask.FromResult<ConnectError?>(new ConnectError("closed")));
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("40/closed,");
        Assert.That(await client.ReadAsync(), Is.EqualTo("""44/closed,{"message":"closed"}"""));

        Assert.That(await client.JoinAsync("/"), Is.Not.Empty);
    }

    [Test]
    public async Task Use_SlowInOneNamespace_OthersGoOnMeanwhile()
    {
        var gate = new TaskCompletionSource<ConnectError?>();
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/slow").Use(async _ => await gate.Task);
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("40/slow,");
        Assert.That(await client.JoinAsync("/"), Is.Not.Empty);
        gate.SetResult(null);

        Assert.That(await client.ReadAsync(), Does.StartWith("40/slow,{"));
    }

    [Test]
    public async Task Connect_AgainWhileTheMiddlewareDecides_IsAnsweredOnce()
    {
        var gate = new TaskCompletionSource<ConnectError?>();
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/slow").Use(async _ => await gate.Task);
        using var client = await RawClient.OpenAsync(server);
        await client.SendAsync("40/slow,");
        await client.SendAsync("40/slow,");
        Assert.That(await client.JoinAsync("/"), Is.Not.Empty);

        gate.SetResult(null);

        Assert.That(await client.ReadAsync(), Does.StartWith("40/slow,{"));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [TestCase("42/slow,[\"e\"]", "closed", Description = "an event before the answer")]
    public async Task Packet_WhileTheMiddlewareDecides_ClosesTheConnection(string packet, string expected)
    {
        var gate = new TaskCompletionSource<ConnectError?>();
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/slow").Use(async _ => await gate.Task);
        using var client = await RawClient.OpenAsync(server);
        await client.SendAsync("40/slow,");

        await client.SendAsync(packet);

        Assert.That(await client.ReadAsync(), Is.EqualTo(expected));
        gate.SetResult(null);
        await Eventually.TrueAsync(async () => (await server.Io.Of("/slow").ToAll().FetchSocketsAsync()).Sockets.Count == 0, "nobody in the namespace");
    }

    [Test]
    public async Task Disconnect_WhileTheMiddlewareDecides_ClientDoesNotGetIn()
    {
        var gate = new TaskCompletionSource<ConnectError?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var decided = new TaskCompletionSource();
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/slow").Use(async _ =>
        {
            var result = await gate.Task;
            decided.SetResult();
            return result;
        });
        using var client = await RawClient.ConnectAsync(server);
        await client.SendAsync("40/slow,");
        await client.SendAsync("41/slow,");
        await client.SyncAsync();

        gate.SetResult(null);
        await decided.Task.Within();

        Assert.That(await client.SyncAsync(), Is.Empty);
        Assert.That((await server.Io.Of("/slow").ToAll().FetchSocketsAsync()).Sockets, Is.Empty);
    }

    [Test]
    public async Task Close_WhileTheMiddlewareDecides_ConnectionHandlersDoNotRun()
    {
        var ran = false;
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource<ConnectError?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var decided = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await SocketServer.StartAsync(_ => ran = true);
        server.Io.Use(async _ =>
        {
            asked.SetResult();
            var result = await gate.Task;
            decided.SetResult();
            return result;
        });
        using var client = await RawClient.OpenAsync(server);
        await client.SendAsync("40");
        await asked.Task.Within();
        client.Abort();
        await Eventually.TrueAsync(() => server.Io.Engine.ClientsCount == 0, "the end of the connection");

        gate.SetResult(null);
        await decided.Task.Within();

        Assert.That((await server.Io.FetchSocketsAsync().Within()).Sockets, Is.Empty);
        Assert.That(ran, Is.False);
    }

    [Test]
    public async Task Join_InAMiddleware_CountsFromTheConnectionOn()
    {
        IReadOnlyCollection<string> early = [];
        await using var server = await SocketServer.StartAsync();
        server.Io.Use(socket =>
        {
            socket.Join("a", "b", "c");
            socket.Leave("c");
            early = socket.Rooms;
            server.Io.To("a").Emit("too early");
            return null;
        });
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            server.Io.To("a").Emit("e");

            Assert.That(early, Is.EquivalentTo(["a", "b"]));
            Assert.That(socket.Rooms, Is.EquivalentTo([socket.Id, "a", "b"]));
            Assert.That(await client.SyncAsync(), Is.EqualTo(["42[\"e\"]"]));
        }
    }

    [Test]
    public async Task Join_InAMiddlewareThatRefuses_LeavesNothing()
    {
        Socket? refused = null;
        await using var server = await SocketServer.StartAsync();
        server.Io.Use(socket =>
        {
            refused = socket;
            socket.Join("a");
            return new ConnectError("no");
        });
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("40");
        Assert.That(await client.ReadAsync(), Does.StartWith("44"));
        refused!.Join("b");

        Assert.That(refused.Rooms, Is.Empty);
        Assert.That((await server.Io.To("a", "b").FetchSocketsAsync().Within()).Sockets, Is.Empty);
    }
}
