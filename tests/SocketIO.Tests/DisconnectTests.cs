using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Tests;

/// <summary>How sockets end, over a real connection.</summary>
public sealed class DisconnectTests
{
    private readonly ConcurrentQueue<string> _events = new();
    private TaskCompletionSource _ended = new();

    [SetUp]
    public void Forget()
    {
        _events.Clear();
        _ended = new TaskCompletionSource();
    }

    private static IEnumerable<TestCaseData> Ends()
    {
        yield return Case("server namespace disconnect", (_, socket, _) => Run(() => socket.Disconnect()));
        yield return Case("forced server close", (_, socket, _) => Run(() => socket.Connection.Close()));
        yield return Case("client namespace disconnect", (_, _, client) => client.SendAsync("41"));
        yield return Case("transport close", (_, _, client) => client.CloseAsync());
        yield return Case("transport close", (_, _, client) => Run(client.Abort));
        yield return Case("forced close", (_, _, client) => client.SendAsync("4abc"));
        yield return Case("parse error", (_, _, client) => client.SendAsync("abc"));
        yield return Case("transport error", (_, _, client) => client.SendAsync("2"));
        yield return Case("server shutting down", (server, _, client) => Task.WhenAll(server.Io.CloseAsync(), client.ReadAsync()));
    }

    [TestCaseSource(nameof(Ends))]
    public async Task Disconnect_HoweverItComes_HandlersHearTheReasonOnceAndInOrder(string reason, Func<SocketServer, Socket, RawClient, Task> end)
    {
        await using var server = await SocketServer.StartAsync(Watch);
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            socket.Join("room");
            // Behind the connection handlers, all of them.
            Assert.That(await client.SyncAsync(), Is.Empty);
            await end(server, socket, client).Within();
            await _ended.Task.Within();
        }

        Assert.That(_events, Is.EqualTo([$"disconnecting: {reason}, connected True, rooms {socket.Id} room", $"disconnected: {reason}, connected False, rooms "]));
        Assert.That((await server.Io.To("room").FetchSocketsAsync()).Sockets, Is.Empty);
    }

    [Test]
    public async Task PingTimeout_ClientIsSilent_IsTheReason()
    {
        await using var server = await SocketServer.StartAsync(Watch, options =>
        {
            options.Engine.PingInterval = TimeSpan.FromMilliseconds(100);
            options.Engine.PingTimeout = TimeSpan.FromMilliseconds(100);
        });
        using var client = await RawClient.ConnectAsync(server);

        await _ended.Task.Within();

        Assert.That(_events.Last(), Does.StartWith("disconnected: ping timeout"));
    }

    [Test]
    public async Task Disconnect_ByTheServer_ClientIsToldAndOtherNamespacesStay()
    {
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/other").OnConnection(socket => socket.On("leave", _ => socket.Disconnect()));
        using var client = await RawClient.ConnectAsync(server);
        await client.JoinAsync("/other");

        await client.SendAsync("42/other,[\"leave\"]");

        Assert.That(await client.ReadAsync(), Is.EqualTo("41/other,"));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Disconnect_ByTheServerBeforeTheUpgrade_ClientIsTold()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, sid) = await PollingClient.ConnectAsync(server);

        (await server.SocketAsync(sid)).Disconnect();

        Assert.That(await client.PollAsync(), Is.EqualTo("41"));
        await client.CloseAsync();
    }

    [Test]
    public async Task Disconnect_WithClose_EveryNamespaceIsToldAndTheConnectionEnds()
    {
        var other = new TaskCompletionSource<DisconnectReason>();
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/other").OnConnection(socket => socket.OnDisconnected(reason =>
        {
            other.SetResult(reason);
            return ValueTask.CompletedTask;
        }));
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            await client.JoinAsync("/other");
            socket.Disconnect(close: true);

            // Otherwise the client would take it for a lost connection and come back.
            Assert.That(await client.ReadToEndAsync(), Is.EquivalentTo(["41", "41/other,"]));
            Assert.That(await other.Task.Within(), Is.EqualTo(DisconnectReason.ServerNamespaceDisconnect));
        }
    }

    [Test]
    public async Task Disconnect_AfterEmit_TheEventArrivesFirst()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            socket.Emit("last words");
            socket.Disconnect();
            socket.Emit("too late");
            server.Io.Emit("too late");
            socket.Disconnect();

            Assert.That(await client.ReadAsync(2), Is.EqualTo(["""42["last words"]""", "41"]));
            Assert.That(await client.JoinAsync("/"), Is.Not.Empty);
        }
    }

    [Test]
    public async Task Disconnect_WithCloseAfterEmit_TheEventArrivesFirst()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            socket.Emit("last words");
            socket.Disconnect(close: true);

            Assert.That(await client.ReadToEndAsync(), Is.EqualTo(["""42["last words"]""", "41"]));
        }
    }

    [Test]
    public async Task Event_ForANamespaceThatTheServerJustLeft_IsIgnored()
    {
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/other").OnConnection(socket => socket.Disconnect());
        using var client = await RawClient.ConnectAsync(server);
        await client.JoinAsync("/other");

        // Sent before the client can have read that it has left.
        await client.SendAsync("42/other,1[\"e\"]");
        await client.SendAsync("43/other,1[]");
        await client.SendAsync("451-/other,[\"e\",{\"_placeholder\":true,\"num\":0}]");
        await client.SendAsync(1);
        await client.SendAsync("41/other,");

        Assert.That(await client.ReadAsync(), Is.EqualTo("41/other,"));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Event_ForANamespaceLeftLongAgo_ClosesTheConnection()
    {
        var time = new SteppingTime();
        await using var server = await SocketServer.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        server.Io.Of("/other").OnConnection(socket => socket.Disconnect());
        using var client = await RawClient.ConnectAsync(server);
        await client.JoinAsync("/other");
        Assert.That(await client.ReadAsync(), Is.EqualTo("41/other,"));
        await Eventually.TrueAsync(() => server.Io.Of("/other").Sockets.Count == 0, "the end of the socket");
        await client.SendAsync("42/other,[\"soon\"]");
        Assert.That(await client.SyncAsync(), Is.Empty);

        time.Advance(TimeSpan.FromSeconds(21));
        await client.SendAsync("42/other,[\"late\"]");

        Assert.That(await client.ReadToEndAsync(), Is.Empty);
    }

    [Test]
    public async Task Disconnected_LastEventsStillInTheQueue_RunsBehindThem()
    {
        var gate = new TaskCompletionSource();
        await using var server = await SocketServer.StartAsync(socket =>
        {
            Watch(socket);
            socket.On("slow", async context =>
            {
                await gate.Task;
                _events.Enqueue(context.Arguments.Get<string>(0));
            });
        });
        using var client = await RawClient.ConnectAsync(server);
        await client.SendAsync("""42["slow","one"]""");
        await client.SendAsync("""42["slow","two"]""");
        await client.SendAsync("41");
        await Eventually.TrueAsync(() => !_events.IsEmpty, "disconnecting");

        gate.SetResult();
        await _ended.Task.Within();

        Assert.That(_events.Select(text => text.Split(':')[0]), Is.EqualTo(["disconnecting", "one", "two", "disconnected"]));
    }

    [Test]
    public async Task Disconnecting_HandlerThrows_IsLoggedAndTheRestRuns()
    {
        await using var server = await SocketServer.StartAsync(socket =>
        {
            socket.OnDisconnecting(_ => throw new InvalidOperationException("broken"));
            Watch(socket);
        });
        server.ExpectsErrors = true;
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            await client.SendAsync("41");
            await _ended.Task.Within();
        }

        Assert.That(server.Logs.Errors.Single(), Does.Contain("a handler of \"disconnecting\" failed"));
        Assert.That(socket.Rooms, Is.Empty);
    }

    [Test]
    public async Task Close_OfTheServer_TransportsAreClosedWithoutADisconnectPacket()
    {
        await using var server = await SocketServer.StartAsync();
        var clients = new List<RawClient>();
        for (var i = 0; i < 3; i++)
        {
            clients.Add(await RawClient.ConnectAsync(server));
        }
        server.Io.Emit("last words");

        var closing = server.Io.CloseAsync();

        foreach (var client in clients)
        {
            Assert.That(await client.ReadToEndAsync(), Is.EqualTo(["""42["last words"]"""]));
            client.Dispose();
        }
        await closing.Within();
        Assert.That(server.Io.Engine.ClientsCount, Is.Zero);
    }

    [Test]
    public async Task Close_OfTheServer_SocketsOfEveryNamespaceHaveLeftFirst()
    {
        await using var server = await SocketServer.StartAsync();
        var reasons = new ConcurrentQueue<string>();
        foreach (var name in (string[])["/", "/other"])
        {
            server.Io.Of(name).OnConnection(socket => socket.OnDisconnecting(reason => reasons.Enqueue($"{socket.Namespace.Name} {reason.ToWireName()}")));
        }
        using var client = await RawClient.ConnectAsync(server);
        await client.JoinAsync("/other");
        await client.SyncAsync();

        var closing = server.Io.CloseAsync();

        Assert.That(reasons, Is.EquivalentTo(["/ server shutting down", "/other server shutting down"]));
        Assert.That(server.Io.Main.Sockets, Is.Empty);
        Assert.That(await client.ReadToEndAsync(), Is.Empty);
        await closing.Within();
        Assert.That(reasons, Has.Count.EqualTo(2));
    }

    private void Watch(Socket socket)
    {
        socket.OnDisconnecting(reason => _events.Enqueue($"disconnecting: {Describe(socket, reason)}"));
        socket.OnDisconnected(reason =>
        {
            _events.Enqueue($"disconnected: {Describe(socket, reason)}");
            _ended.SetResult();
            return ValueTask.CompletedTask;
        });
    }

    private static string Describe(Socket socket, DisconnectReason reason) =>
        $"{reason.ToWireName()}, connected {socket.Connected}, rooms {string.Join(' ', socket.Rooms.OrderBy(room => room == "room"))}";

    private static Task Run(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static TestCaseData Case(string reason, Func<SocketServer, Socket, RawClient, Task> end) =>
        new TestCaseData(reason, end).SetArgDisplayNames(reason);
}
