using System.Collections.Concurrent;

namespace SocketIO.Tests;

/// <summary>Every registration has a form that is awaited, and an async lambda always takes it: nothing ends the process.</summary>
public sealed class AwaitedHandlerTests
{
    private static readonly Func<Task> Fail = async () =>
    {
        await Task.Yield();
        throw new InvalidOperationException("thrown later");
    };

    private static IEnumerable<TestCaseData> Registrations()
    {
        yield return new((Action<Socket>)(socket => socket.On("e", async () => await Fail()))) { TestName = "{m}(On)" };
        yield return new((Action<Socket>)(socket => socket.On("e", Fail))) { TestName = "{m}(On, by name)" };
        yield return new((Action<Socket>)(socket => socket.Once("e", async (EventContext _) => await Fail()))) { TestName = "{m}(Once)" };
        yield return new((Action<Socket>)(socket => socket.Once("e", Fail))) { TestName = "{m}(Once, by name)" };
        yield return new((Action<Socket>)(socket => socket.OnAny(async _ => await Fail()))) { TestName = "{m}(OnAny)" };
        yield return new((Action<Socket>)(socket => socket.OnAny(_ => Fail()))) { TestName = "{m}(OnAny, Task)" };
        yield return new((Action<Socket>)(socket => socket.PrependAny(async _ => await Fail()))) { TestName = "{m}(PrependAny)" };
        yield return new((Action<Socket>)(socket => socket.PrependAny(_ => Fail()))) { TestName = "{m}(PrependAny, Task)" };
        yield return new((Action<Socket>)(socket => Answering(socket).OnAnyOutgoing(async _ => await Fail()))) { TestName = "{m}(OnAnyOutgoing)" };
        yield return new((Action<Socket>)(socket => Answering(socket).OnAnyOutgoing(_ => Fail()))) { TestName = "{m}(OnAnyOutgoing, Task)" };
        yield return new((Action<Socket>)(socket => Answering(socket).PrependAnyOutgoing(async _ => await Fail()))) { TestName = "{m}(PrependAnyOutgoing)" };
        yield return new((Action<Socket>)(socket => Answering(socket).PrependAnyOutgoing(_ => Fail()))) { TestName = "{m}(PrependAnyOutgoing, Task)" };
        yield return new((Action<Socket>)(socket => socket.Use(async _ =>
        {
            await Fail();
            return null;
        })))
        { TestName = "{m}(Use of a socket)" };
        yield return new((Action<Socket>)(socket => socket.Use(_ => FailAsync<EventError?>()))) { TestName = "{m}(Use of a socket, Task)" };
        yield return new((Action<Socket>)(socket => socket.Use(_ => new EventError("no")).OnError(async _ => await Fail()))) { TestName = "{m}(OnError)" };
        yield return new((Action<Socket>)(socket => socket.Use(_ => new EventError("no")).OnError(_ => Fail()))) { TestName = "{m}(OnError, Task)" };
        yield return new((Action<Socket>)(socket => Leaving(socket).OnDisconnecting(async _ => await Fail()))) { TestName = "{m}(OnDisconnecting)" };
        yield return new((Action<Socket>)(socket => Leaving(socket).OnDisconnecting(_ => Fail()))) { TestName = "{m}(OnDisconnecting, Task)" };
        yield return new((Action<Socket>)(socket => Leaving(socket).OnDisconnected(async _ => await Fail()))) { TestName = "{m}(OnDisconnected)" };
        yield return new((Action<Socket>)(socket => Leaving(socket).OnDisconnected(_ => Fail()))) { TestName = "{m}(OnDisconnected, Task)" };
        yield return new((Action<Socket>)(socket => Joining(socket).Adapter.Rooms.OnJoined(async (_, _) => await Fail()))) { TestName = "{m}(OnJoined)" };
        yield return new((Action<Socket>)(socket => Joining(socket).Adapter.Rooms.OnJoined((_, _) => Fail()))) { TestName = "{m}(OnJoined, Task)" };
        yield return new((Action<Socket>)(socket => Joining(socket).Adapter.Rooms.OnCreated(async _ => await Fail()))) { TestName = "{m}(OnCreated)" };
        yield return new((Action<Socket>)(socket => Joining(socket).Adapter.Rooms.OnCreated(_ => Fail()))) { TestName = "{m}(OnCreated, Task)" };
        yield return new((Action<Socket>)(socket => Exiting(socket).Adapter.Rooms.OnLeft(async (_, _) => await Fail()))) { TestName = "{m}(OnLeft)" };
        yield return new((Action<Socket>)(socket => Exiting(socket).Adapter.Rooms.OnLeft((_, _) => Fail()))) { TestName = "{m}(OnLeft, Task)" };
        yield return new((Action<Socket>)(socket => Exiting(socket).Adapter.Rooms.OnDeleted(async _ => await Fail()))) { TestName = "{m}(OnDeleted)" };
        yield return new((Action<Socket>)(socket => Exiting(socket).Adapter.Rooms.OnDeleted(_ => Fail()))) { TestName = "{m}(OnDeleted, Task)" };
        yield return new((Action<Socket>)(socket => Creating(socket).OnNewNamespace(async _ => await Fail()))) { TestName = "{m}(OnNewNamespace)" };
        yield return new((Action<Socket>)(socket => Creating(socket).OnNewNamespace(_ => Fail()))) { TestName = "{m}(OnNewNamespace, Task)" };
    }

    private static IEnumerable<TestCaseData> GivingUp()
    {
        yield return new((Func<Socket, Task>)(_ => throw new SocketIO.EventException("no"))) { TestName = "{m}(EventException)" };
        yield return new((Func<Socket, Task>)(async socket => await socket.Timeout(TimeSpan.FromMilliseconds(50)).EmitWithAckAsync("who"))) { TestName = "{m}(no answer)" };
        yield return new((Func<Socket, Task>)(async socket => _ = (await socket.EmitWithAckAsync("answer this")).Get<int>(0))) { TestName = "{m}(another answer)" };
    }

    // Without its handlers a client would be there in vain.
    [TestCaseSource(nameof(GivingUp))]
    public async Task ConnectionHandler_GivesUpBecauseOfItsClient_ClosesTheConnectionAndSaysSo(Func<Socket, Task> handler)
    {
        await using var server = await SocketServer.StartAsync();
        server.Io.OnConnection(handler);
        using var client = await RawClient.ConnectAsync(server);

        string message;
        while ((message = await client.ReadAsync()) != "closed")
        {
            if (message.Contains("answer this", StringComparison.Ordinal))
            {
                await client.SendAsync($"43{message[2..message.IndexOf('[', StringComparison.Ordinal)]}[\"text\"]");
            }
        }

        Assert.That(server.Logs.Messages, Has.Some.Contains("gave up, and the connection is closed"));
    }

    [TestCaseSource(nameof(Registrations))]
    public async Task Handler_ThrowsAfterItsFirstAwait_IsLoggedOnceAndTheServerGoesOn(Action<Socket> register)
    {
        await using var server = await SocketServer.StartAsync(register);
        server.ExpectsErrors = true;
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("42[\"e\"]");

        await Eventually.TrueAsync(() => server.Logs.Errors.Any(), "the exception in the log");
        Assert.That(server.Logs.Errors.Single(), Does.Contain("thrown later"));
        using var next = await RawClient.OpenAsync(server);
        Assert.That(await next.JoinAsync("/"), Is.Not.Empty);
    }

    [Test]
    public async Task OnDisconnecting_TakesItsTime_OnDisconnectedComesBehindItAndTheRoomsAreLeftBefore()
    {
        var happened = new ConcurrentQueue<string>();
        var gate = new TaskCompletionSource();
        await using var server = await SocketServer.StartAsync(socket => socket
            .OnDisconnecting(async _ =>
            {
                happened.Enqueue($"begins in {socket.Rooms.Count} rooms");
                await gate.Task;
                happened.Enqueue($"ends in {socket.Rooms.Count} rooms");
            })
            .OnDisconnected(_ => happened.Enqueue("disconnected")));
        var client = await RawClient.ConnectAsync(server);
        await client.CloseAsync();
        await Eventually.TrueAsync(() => server.Io.Main.Sockets.Count == 0, "the socket has left");

        gate.SetResult();

        await Eventually.TrueAsync(() => happened.Count == 3, "the end");
        Assert.That(happened, Is.EqualTo(["begins in 1 rooms", "ends in 0 rooms", "disconnected"]));
        client.Dispose();
    }

    [Test]
    public async Task ConnectionAborted_CallbackThatBlocks_HoldsNobodyUp()
    {
        using var gate = new ManualResetEventSlim();
        var ended = new TaskCompletionSource();
        await using var server = await SocketServer.StartAsync(socket =>
        {
            socket.ConnectionAborted.Register(() => gate.Wait());
            socket.OnDisconnected(_ => ended.SetResult());
        });
        var client = await RawClient.ConnectAsync(server);

        await client.CloseAsync();

        await ended.Task.Within();
        gate.Set();
        client.Dispose();
    }

    [Test]
    public async Task OnDisconnected_OneThrows_TheOthersRun()
    {
        var ran = new TaskCompletionSource();
        await using var server = await SocketServer.StartAsync(socket => socket.OnDisconnected(_ => Fail()).OnDisconnected(_ => ran.SetResult()));
        server.ExpectsErrors = true;
        var client = await RawClient.ConnectAsync(server);

        await client.CloseAsync();

        await ran.Task.Within();
        client.Dispose();
    }

    [Test]
    public async Task OnAnyOutgoing_Awaited_SeesTheEventsInOrderEachToItsEnd()
    {
        var seen = new ConcurrentQueue<string>();
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        socket.OnAnyOutgoing(async sent =>
        {
            seen.Enqueue($"begin {sent.Arguments.Get<int>(0)}");
            await Task.Yield();
            seen.Enqueue($"end {sent.Arguments.Get<int>(0)}");
        });

        for (var i = 0; i < 20; i++)
        {
            socket.Emit("e", i);
        }

        await Eventually.TrueAsync(() => seen.Count == 40, "all seen");
        Assert.That(seen, Is.EqualTo(Enumerable.Range(0, 20).SelectMany(i => new[] { $"begin {i}", $"end {i}" })));
        client.Dispose();
    }

    private static IEnumerable<TestCaseData> Middlewares()
    {
        yield return new((Action<Namespace>)(space => space.Use(async _ =>
        {
            await Fail();
            return null;
        })))
        { TestName = "{m}(async)" };
        yield return new((Action<Namespace>)(space => space.Use(_ => FailAsync<ConnectError?>()))) { TestName = "{m}(Task)" };
        yield return new((Action<Namespace>)(space => space.Use(FailAsync<ConnectError?>))) { TestName = "{m}(by name)" };
    }

    [TestCaseSource(nameof(Middlewares))]
    public async Task UseOfANamespace_ThrowsAfterItsFirstAwait_RefusesAndIsLogged(Action<Namespace> register)
    {
        await using var server = await SocketServer.StartAsync();
        server.ExpectsErrors = true;
        register(server.Io.Of("/guarded"));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("40/guarded,");

        Assert.That(await client.ReadAsync(), Is.EqualTo("""44/guarded,{"message":"Internal server error"}"""));
        Assert.That(server.Logs.Errors.Single(), Does.Contain("thrown later"));
    }

    // Without what the handler adds, a middleware that asks for a password perhaps, nobody is to be in.
    [TestCase(false)]
    [TestCase(true)]
    public async Task OnNewNamespace_Fails_NobodyGetsInUntilItWorks(bool cleansUp)
    {
        var works = false;
        await using var server = await SocketServer.StartAsync(configure: options => options.CleanupEmptyChildNamespaces = cleansUp);
        server.ExpectsErrors = true;
        server.Io.OnNewNamespace(async _ =>
        {
            if (!works)
            {
                await Fail();
            }
        });
        server.Io.Of(new System.Text.RegularExpressions.Regex("made$"));
        server.Io.Of("/own");
        // Made anew it would have lost its middleware.
        server.Io.Of("/guarded-made").Use(_ => new ConnectError("who are you"));
        using var client = await RawClient.ConnectAsync(server);

        foreach (var name in (string[])["/made", "/own", "/guarded-made"])
        {
            await client.SendAsync($"40{name},");
            Assert.That(await client.ReadAsync(), Is.EqualTo($$"""44{{name}},{"message":"Invalid namespace"}"""));
        }
        works = true;

        Assert.That(await client.JoinAsync("/made"), Is.Not.Empty, "made anew");
        foreach (var name in (string[])["/own", "/guarded-made"])
        {
            await client.SendAsync($"40{name},");
            Assert.That(await client.ReadAsync(), Is.EqualTo($$"""44{{name}},{"message":"Invalid namespace"}"""), "the application's own stays as it is");
        }
        Assert.That(server.Logs.Errors, Has.Exactly(3).Items);
    }

    [Test]
    public async Task OnNewNamespace_TakesItsTime_ClientsGetInBehindIt()
    {
        var gate = new TaskCompletionSource();
        await using var server = await SocketServer.StartAsync();
        server.Io.OnNewNamespace(async _ => await gate.Task);
        server.Io.Of(new System.Text.RegularExpressions.Regex("^/made$"));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("40/made,");
        Assert.That(await client.SyncAsync(), Is.Empty);
        gate.SetResult();

        Assert.That(await client.ReadAsync(), Does.StartWith("40/made,{"));
    }

    [Test]
    public async Task Of_PredicatesOfEveryForm_Decide()
    {
        await using var server = await SocketServer.StartAsync();
        server.Io.Of((name, _) => name == "/plain");
        server.Io.Of((name, _) => Task.FromResult(name == "/task"));
        server.Io.Of(async (name, _) =>
        {
            await Task.Yield();
            return name == "/async";
        });
        using var client = await RawClient.ConnectAsync(server);

        foreach (var name in (string[])["/plain", "/task", "/async"])
        {
            Assert.That(await client.JoinAsync(name), Is.Not.Empty);
        }
    }

    private static Task<T> FailAsync<T>(Socket socket) => FailAsync<T>();

    private static async Task<T> FailAsync<T>()
    {
        await Fail();
        return default!;
    }

    private static Socket Answering(Socket socket) => socket.On("e", () => socket.Emit("answer"));

    private static Socket Leaving(Socket socket) => socket.On("e", () => socket.Disconnect());

    private static Namespace Joining(Socket socket) => socket.On("e", () => socket.Join("room")).Namespace;

    private static Namespace Exiting(Socket socket)
    {
        socket.Join("room");
        return socket.On("e", () => socket.Leave("room")).Namespace;
    }

    private static SocketIOServer Creating(Socket socket) =>
        socket.On("e", () => { socket.Namespace.Server.Of("/" + Guid.NewGuid()); }).Namespace.Server;
}
