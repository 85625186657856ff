using System.Collections.Concurrent;

namespace SingleProcess.Tests;

/// <summary>A client that goes away while a middleware has its socket, with recovery: no session is left behind, and none is lost.</summary>
public sealed class EarlyLeaveTests
{
    [TestCase("41")]
    [TestCase(null)]
    public async Task Leave_OfANewClientInAMiddleware_EndsItsTokenAndBeginsNoSession(string? goodbye)
    {
        var caught = new Gate();
        var changes = new ConcurrentQueue<string>();
        await using var server = await RecoveryServer.StartAsync();
        // Presence hears of every session that begins, however short.
        server.Io.Main.UsePresence(_ => "somebody").OnChange(change => changes.Enqueue($"{change.Before} {change.Now}"));
        server.Io.Use(caught.HoldAsync);
        using var client = await RawClient.OpenAsync(server);
        await client.SendAsync("40");
        var socket = await caught.Held.Task.Within();

        await LeaveAsync(client, goodbye);

        await Eventually.TrueAsync(() => socket.ConnectionAborted.IsCancellationRequested, "its end");
        caught.IsOpen = true;
        caught.LetGo.SetResult();
        using var other = await RawClient.ConnectAsync(server);
        await Eventually.TrueAsync(() => !changes.IsEmpty, "the other client's session");
        Assert.That(changes, Is.EqualTo(["Gone Online"]));
        Assert.That(server.Io.Main.Presence!.Persons.Single().Sessions, Is.EqualTo([other.Sid]));
        Assert.That(server.Io.Main.Sockets.Keys, Is.EqualTo([other.Sid]));
    }

    [TestCase("41")]
    [TestCase(null)]
    public async Task Leave_OfAReturningClientInAMiddleware_LeavesItsSessionForTheNextReturn(string? goodbye)
    {
        var caught = new Gate();
        await using var server = await RecoveryServer.StartAsync(recovery: options => options.SkipMiddlewares = false);
        using var client = await ReturningClient.ConnectAsync(server);
        await server.Io.EmitAsync("event", 1);
        await client.ReadAsync();
        client.Raw.Abort();
        server.Io.Use(caught.HoldAsync);
        using var early = await RawClient.OpenAsync(server);
        await early.SendAsync("40" + ReturningClient.Auth(client.Pid, client.Offset));
        var socket = await caught.Held.Task.Within();
        Assert.That(socket.Recovered, Is.True);

        await LeaveAsync(early, goodbye);
        await Eventually.TrueAsync(() => socket.ConnectionAborted.IsCancellationRequested, "its end");
        caught.LetGo.SetResult();
        await server.Io.EmitAsync("event", 2);
        caught.IsOpen = true;
        await client.ReturnAsync();

        Assert.That(client.Recovered, Is.True);
        Assert.That(await client.ReadAsync(), Is.EqualTo("42[\"event\",2]"));
        if (goodbye is not null)
        {
            // Others on its connection go on.
            server.Io.Of("/other");
            Assert.That(await early.JoinAsync("/other"), Is.Not.Empty);
        }
    }

    [Test]
    public async Task Leave_OfAReturningClientThatIsAsked_FailsTheQuestion()
    {
        var asked = new TaskCompletionSource<Task>();
        var asks = false;
        await using var server = await RecoveryServer.StartAsync(recovery: options => options.SkipMiddlewares = false);
        server.Io.Use(async socket =>
        {
            if (asks)
            {
                var answer = socket.EmitWithAckAsync("question");
                asked.SetResult(answer);
                await answer;
            }
            return null;
        });
        using var client = await ReturningClient.ConnectAsync(server);
        client.Raw.Abort();
        asks = true;
        using var early = await RawClient.OpenAsync(server);
        await early.SendAsync("40" + ReturningClient.Auth(client.Pid, null));
        var question = await asked.Task.Within();

        early.Abort();

        await Assert.ThatAsync(() => question.Within(), Throws.TypeOf<SocketDisconnectedException>());
    }

    // The middleware runs again at the next return, and emits then.
    [Test]
    public async Task Emit_InAMiddlewareBehindTheLeaveOfItsReturningClient_ReachesNobody()
    {
        var caught = new Gate();
        await using var server = await RecoveryServer.StartAsync(recovery: options => options.SkipMiddlewares = false);
        using var client = await ReturningClient.ConnectAsync(server);
        client.Raw.Abort();
        server.Io.Use(caught.HoldAsync);
        using var early = await RawClient.OpenAsync(server);
        await early.SendAsync("40" + ReturningClient.Auth(client.Pid, null));
        var socket = await caught.Held.Task.Within();
        early.Abort();
        await Eventually.TrueAsync(() => socket.ConnectionAborted.IsCancellationRequested, "its end");

        socket.Emit("late");
        await socket.EmitAsync("later");
        caught.IsOpen = true;
        await client.ReturnAsync();

        Assert.That(client.Recovered);
        Assert.That(await client.SyncAsync(), Is.Empty);
        caught.LetGo.SetResult();
    }

    // The claim elsewhere fails the question first, so the middleware ends before its socket has left.
    [TestCase(true)]
    [TestCase(false)]
    public async Task Return_ElsewhereWhileAMiddlewareWaits_ClosesTheConnectionWithoutARefusalOrAnError(bool catches)
    {
        var asked = new TaskCompletionSource<Socket>();
        await using var server = await RecoveryServer.StartAsync(recovery: options => options.SkipMiddlewares = false);
        using var client = await ReturningClient.ConnectAsync(server);
        client.Raw.Abort();
        server.Io.Use(async socket =>
        {
            if (!asked.TrySetResult(socket))
            {
                return null;
            }
            try
            {
                await socket.EmitWithAckAsync("question");
            }
            catch (SocketDisconnectedException) when (catches)
            {
                // A client that was told so would stay away.
            }
            return new ConnectError("too late");
        });
        using var early = await RawClient.OpenAsync(server);
        await early.SendAsync("40" + ReturningClient.Auth(client.Pid, null));
        var former = await asked.Task.Within();

        await client.ReturnAsync();

        Assert.That(await early.ReadToEndAsync(), Has.None.StartsWith("44"));
        Assert.That(client.Recovered);
        Assert.That(former.ConnectionAborted.IsCancellationRequested);
        await server.Io.EmitAsync("event");
        Assert.That(await client.ReadAsync(), Is.EqualTo("42[\"event\"]"));
        // Errors in the log fail the test when the server ends.
    }

    private static async Task LeaveAsync(RawClient client, string? goodbye)
    {
        if (goodbye is null)
        {
            client.Abort();
        }
        else
        {
            await client.SendAsync(goodbye);
        }
    }

    /// <summary>A middleware that keeps a socket until it may go.</summary>
    private sealed class Gate
    {
        public TaskCompletionSource<Socket> Held { get; } = new();

        public TaskCompletionSource LetGo { get; } = new();

        public bool IsOpen { get; set; }

        public async ValueTask<ConnectError?> HoldAsync(Socket socket)
        {
            if (!IsOpen)
            {
                Held.TrySetResult(socket);
                await LetGo.Task;
            }
            return null;
        }
    }
}
