namespace SocketIO.Tests;

/// <summary>In every emitting method a value is one argument, whatever it is, and a token is none.</summary>
public sealed class EmittingFormsTests
{
    private static readonly string[] Array = ["a", "b"];

    private static IEnumerable<TestCaseData> Emits()
    {
        yield return Emit("Socket.Emit", (socket, _, value) => socket.Emit("e", value));
        yield return Emit("Socket.Volatile.Emit", (socket, _, value) => socket.Volatile.Emit("e", value));
        yield return Emit("Socket.Compress.EmitAsync", (socket, _, value) => socket.Compress(false).EmitAsync("e", value));
        yield return Emit("Socket.EmitAsync", (socket, _, value) => socket.EmitAsync("e", value));
        yield return Emit("SocketIOServer.Emit", (_, io, value) => io.Emit("e", value));
        yield return Emit("SocketIOServer.EmitAsync", (_, io, value) => io.EmitAsync("e", value));
        yield return Emit("Namespace.Emit", (_, io, value) => io.Main.Emit("e", value));
        yield return Emit("Namespace.EmitAsync", (_, io, value) => io.Main.EmitAsync("e", value));
        yield return Emit("BroadcastOperator.Emit", (socket, io, value) => io.To(socket.Id).Emit("e", value));
        yield return Emit("BroadcastOperator.EmitAsync", (socket, io, value) => io.To(socket.Id).EmitAsync("e", value));
        yield return Emit("RemoteSocket.Emit", (socket, io, value) => Remote(socket, io).Emit("e", value));
        yield return Emit("RemoteSocket.EmitAsync", (socket, io, value) => Remote(socket, io).EmitAsync("e", value));
        yield return Emit("RemoteSocket.Timeout.Emit", (socket, io, value) => Remote(socket, io).Timeout(Patience).Emit("e", value));
        yield return Asked("Socket.EmitWithAckAsync", (socket, _, value) => socket.EmitWithAckAsync("e", value));
        yield return Asked("Socket.Timeout.EmitWithAckAsync", (socket, _, value) => socket.Timeout(Patience).EmitWithAckAsync("e", value));
        yield return Asked("BroadcastOperator.EmitWithAckAsync", (socket, io, value) => io.To(socket.Id).Timeout(Patience).EmitWithAckAsync("e", value));
        yield return Asked("RemoteSocket.Timeout.EmitWithAckAsync", (socket, io, value) => Remote(socket, io).Timeout(Patience).EmitWithAckAsync("e", value));
        yield return Asked("BroadcastOperator.EmitWithAckStream", async (socket, io, value) =>
        {
            await foreach (var _ in io.To(socket.Id).Timeout(Patience).EmitWithAckStream("e", value))
            {
            }
        });
    }

    private static TimeSpan Patience => TimeSpan.FromSeconds(20);

    [TestCaseSource(nameof(Emits))]
    public async Task Emit_AnyValue_IsOneArgument(Func<Socket, SocketIOServer, object?, Task> emit, bool asks)
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            (object? Value, string Json)[] cases =
            [
                (Array, """["a","b"]"""), (null, "null"), ((object?[])[1, null], "[1,null]"), (new List<int> { 1, 2 }, "[1,2]"), ((1, "b"), """[1,"b"]"""),
                ((string?)null, "null"), (System.Array.Empty<string>(), "[]"),
            ];
            foreach (var (value, json) in cases)
            {
                var sent = emit(socket, server.Io, value);
                var packet = await client.ReadAsync();
                Assert.That(packet, Does.StartWith("42").And.EndsWith($"[\"e\",{json}]"));
                if (asks)
                {
                    await client.SendAsync($"43{packet[2..packet.IndexOf('[', StringComparison.Ordinal)]}[]");
                }
                await sent.Within();
            }
        }
    }

    [Test]
    public async Task EmitOfAParentNamespace_AnyValue_IsOneArgument()
    {
        await using var server = await SocketServer.StartAsync();
        var parent = server.Io.Of(new System.Text.RegularExpressions.Regex("^/child$"));
        using var client = await RawClient.ConnectAsync(server);
        var sid = await client.JoinAsync("/child");

        foreach (var (value, json) in new (object?, string)[] { (Array, """["a","b"]"""), (null, "null"), (System.Array.Empty<string>(), "[]") })
        {
            parent.Emit("e", value);
            await parent.EmitAsync("e", value);
            parent.To(sid).Emit("e", value);
            await parent.ToAll().EmitAsync("e", value);
            parent.Send(value);

            var one = $"42/child,[\"e\",{json}]";
            Assert.That(await client.ReadAsync(5), Is.EqualTo([one, one, one, one, $"42/child,[\"message\",{json}]"]));
        }
    }

    [Test]
    public async Task Send_AnyValue_IsOneArgument()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            socket.Send(Array);
            server.Io.Send(Array, Array);
            socket.Emit("list", ArgumentList.From(Array));
            socket.Emit("raw", ArgumentList.Empty);
            socket.Emit("default", default);

            Assert.That(await client.SyncAsync(), Is.EqualTo(
                ["""42["message",["a","b"]]""", """42["message",["a","b"],["a","b"]]""", """42["list","a","b"]""", "42[\"raw\"]", "42[\"default\",null]"]));
        }
    }

    [Test]
    public async Task Emit_TokenAsTheLastValue_CancelsAndIsNoArgument()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            using var cancelled = new CancellationTokenSource();
            await cancelled.CancelAsync();

            socket.Emit("e", 1, CancellationToken.None);
            await server.Io.EmitAsync("e", 2, CancellationToken.None);
            Assert.That(() => socket.Emit("no", 3, cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
            await Assert.ThatAsync(() => socket.EmitAsync("no", cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
            await Assert.ThatAsync(() => server.Io.EmitAsync("no", cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
            await Assert.ThatAsync(() => socket.EmitWithAckAsync("no", cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
            await Assert.ThatAsync(() => server.Io.Timeout(Patience).EmitWithAckAsync("no", cancelled.Token), Throws.InstanceOf<OperationCanceledException>());

            Assert.That(await client.SyncAsync(), Is.EqualTo(["42[\"e\",1]", "42[\"e\",2]"]));
        }
    }

    [Test]
    public async Task EmitWithAck_TokenCancelledLater_EndsTheWaiting()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            using var source = new CancellationTokenSource();
            var one = socket.EmitWithAckAsync("one", source.Token);
            var many = server.Io.Timeout(Patience).EmitWithAckAsync("many", source.Token);
            await client.ReadAsync(2);

            await source.CancelAsync();

            await Assert.ThatAsync(() => one.Within(), Throws.InstanceOf<OperationCanceledException>());
            await Assert.ThatAsync(() => many.Within(), Throws.InstanceOf<OperationCanceledException>());
        }
    }

    [Test]
    public void Arguments_TokenElsewhere_IsRefused()
    {
        Assert.That(() => ArgumentList.From([CancellationToken.None, 1]), Throws.ArgumentException.With.Message.Contains("CancellationToken"));
        Assert.That(() => ArgumentList.From([ArgumentList.From([1])]), Throws.ArgumentException.With.Message.Contains("ArgumentList"));
        Assert.That(ArgumentList.From([1, CancellationToken.None]).Items, Is.EqualTo([1]));
    }

    [Test]
    public async Task Ack_ValueThatCannotBeWritten_AnswersWithAnErrorAndCanBeGivenAgain()
    {
        await using var server = await SocketServer.StartAsync(socket => socket
            .On("type", () => (object)typeof(string))
            .On("again", context =>
            {
                Assert.That(() => context.Ack(typeof(string)), Throws.InstanceOf<NotSupportedException>());
                context.Ack("other");
            }));
        server.ExpectsErrors = true;
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("421[\"type\"]");
        await client.SendAsync("422[\"again\"]");

        Assert.That(await client.ReadAsync(2), Is.EqualTo(["""431[{"error":"internal server error"}]""", "432[\"other\"]"]));
        Assert.That(server.Logs.Errors.Single(), Does.Contain("a handler of \"type\" failed"));
    }

    [Test]
    public async Task DetailedErrors_SwitchedOn_TellTheClient()
    {
        await using var server = await SocketServer.StartAsync(
            socket => socket.On("e", () => throw new InvalidOperationException("broken")),
            options => options.EnableDetailedErrors = true);
        server.ExpectsErrors = true;
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("421[\"e\"]");

        Assert.That(await client.ReadAsync(), Is.EqualTo("""431[{"error":"InvalidOperationException: broken"}]"""));
    }

    private static RemoteSocket Remote(Socket socket, SocketIOServer io) => io.To(socket.Id).FetchSocketsAsync().GetAwaiter().GetResult().Sockets.Single();

    private static TestCaseData Emit(string name, Action<Socket, SocketIOServer, object?> emit) => new(
        (Func<Socket, SocketIOServer, object?, Task>)((socket, io, value) =>
        {
            emit(socket, io, value);
            return Task.CompletedTask;
        }),
        false)
    { TestName = $"{{m}}({name})" };

    private static TestCaseData Emit(string name, Func<Socket, SocketIOServer, object?, Task> emit) => new(emit, false) { TestName = $"{{m}}({name})" };

    private static TestCaseData Asked(string name, Func<Socket, SocketIOServer, object?, Task> emit) => new(emit, true) { TestName = $"{{m}}({name})" };
}
