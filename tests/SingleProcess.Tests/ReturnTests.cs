namespace SingleProcess.Tests;

/// <summary>Clients that come back within their window.</summary>
public sealed class ReturnTests
{
    [Test]
    public async Task Return_AfterADrop_GivesIdRoomsDataAndWhatWasMissedInOrder()
    {
        await using var server = await RecoveryServer.StartAsync();
        using var client = await ReturningClient.ConnectAsync(server);
        var before = await server.SocketAsync(client.Sid);
        before.Data["name"] = "Ada";
        await before.JoinAsync("room");
        server.Io.Emit("first", 1);
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["first",1]"""));
        var sid = client.Sid;
        client.Raw.Abort();
        await GoneAsync(server, before);

        server.Io.To("room").Emit("missed", 2);
        server.Io.To(sid).Emit("missed", new byte[] { 3 });
        server.Io.To("other room").Emit("missed", "not this");
        server.Io.Except("room").Emit("missed", "nor this");
        server.Io.Volatile.Emit("missed", "nor what is volatile");
        server.Io.Emit("missed", 4);
        await client.ReturnAsync();

        Assert.That(client.Recovered);
        Assert.That(client.Sid, Is.EqualTo(sid));
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["missed",2]"""));
        Assert.That(await client.Raw.ReadAsync(), Does.StartWith("""451-["missed",{"_placeholder":true,"num":0},"""));
        Assert.That(await client.Raw.ReadAsync(), Is.EqualTo("hex:03"));
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["missed",4]"""));
        var after = await BackAsync(server, sid);
        Assert.That(after.Rooms, Is.EquivalentTo([sid, "room"]));
        Assert.That(after.Data["name"], Is.EqualTo("Ada"));
        server.Io.To("room").Emit("live", 5);
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["live",5]"""));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Return_FiveTimesInARow_LosesAndRepeatsNothing()
    {
        await using var server = await RecoveryServer.StartAsync();
        using var client = await ReturningClient.ConnectAsync(server);
        var sid = client.Sid;
        for (var i = 0; i < 5; i++)
        {
            server.Io.Emit("live", i);
            Assert.That(await client.ReadAsync(), Is.EqualTo($"""42["live",{i}]"""));
            client.Raw.Abort();
            await server.Io.EmitAsync("missed", i);
            await client.ReturnAsync();
            Assert.That(client.Recovered);
            Assert.That(client.Sid, Is.EqualTo(sid));
            Assert.That(await client.ReadAsync(), Is.EqualTo($"""42["missed",{i}]"""));
            Assert.That(await client.SyncAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task Return_WithoutHavingReceivedAnything_GetsEverythingSinceTheConnect()
    {
        await using var server = await RecoveryServer.StartAsync();
        using var client = await ReturningClient.ConnectAsync(server);
        client.Raw.Abort();
        await server.Io.EmitAsync("missed", 1);

        await client.ReturnAsync();

        Assert.That(client.Recovered);
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["missed",1]"""));
    }

    [Test]
    public async Task Return_WhileTheOldConnectionIsStillOpen_TakesTheSessionOver()
    {
        await using var server = await RecoveryServer.StartAsync();
        using var client = await ReturningClient.ConnectAsync(server);
        var before = await server.SocketAsync(client.Sid);
        var ended = new TaskCompletionSource<DisconnectReason>();
        before.OnDisconnected(reason =>
        {
            ended.TrySetResult(reason);
            return ValueTask.CompletedTask;
        });
        await before.JoinAsync("room");
        using var old = client.Raw;

        await client.ReturnAsync(keepOld: true);

        Assert.That(client.Recovered);
        Assert.That(await old.ReadAsync(), Is.EqualTo("closed"), "a client that were alive would come back");
        Assert.That(await ended.Task.Within(), Is.EqualTo(DisconnectReason.TransportClose));
        server.Io.To("room").Emit("still", 1);
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["still",1]"""), "the end of the old one touches nothing");
        Assert.That((await BackAsync(server, client.Sid)).Rooms, Does.Contain("room"));
    }

    [Test]
    public async Task Return_ToARoomEnteredLate_DoesNotHearWhatWasSaidBefore()
    {
        await using var server = await RecoveryServer.StartAsync();
        using var client = await ReturningClient.ConnectAsync(server);
        var socket = await server.SocketAsync(client.Sid);
        await server.Io.To("secret").EmitAsync("said", "before");
        await socket.JoinAsync("secret");
        await server.Io.To("secret").EmitAsync("said", "during");
        await socket.LeaveAsync("secret");
        await server.Io.To("secret").EmitAsync("said", "after");
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["said","during"]"""));
        Assert.That(await client.SyncAsync(), Is.Empty);

        // Without its offset it gets the whole time again, by the same rule.
        client.Raw.Abort();
        client.Forget();
        await client.ReturnAsync();

        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["said","during"]"""));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Return_WhileEventsComeAndTheMiddlewareIsSlow_GetsEachOnceInOrder()
    {
        var slow = false;
        await using var server = await RecoveryServer.StartAsync();
        var entered = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        server.Io.Use(async _ =>
        {
            if (slow)
            {
                entered.SetResult();
                await go.Task;
            }
            return null;
        });
        using var client = await ReturningClient.ConnectAsync(server);
        client.Raw.Abort();
        await server.Io.EmitAsync("n", 0);
        slow = true;
        var back = client.ReturnAsync();
        await entered.Task.Within();
        for (var i = 1; i <= 50; i++)
        {
            server.Io.Emit("n", i);
        }
        go.SetResult();
        await back.Within();
        for (var i = 51; i <= 200; i++)
        {
            server.Io.Emit("n", i);
        }

        Assert.That(client.Recovered);
        Assert.That(await client.ReadAsync(201), Is.EqualTo(Enumerable.Range(0, 201).Select(i => $"""42["n",{i}]""")));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Return_RefusedByAMiddleware_WaitsForTheNextTime()
    {
        var refuse = false;
        await using var server = await RecoveryServer.StartAsync();
        server.Io.Use(_ => ValueTask.FromResult(refuse ? new ConnectError("not now") : null));
        using var client = await ReturningClient.ConnectAsync(server);
        var sid = client.Sid;
        client.Raw.Abort();
        refuse = true;
        using (var refused = await RawClient.OpenAsync(server))
        {
            await refused.SendAsync("40" + ReturningClient.Auth(client.Pid, client.Offset));
            Assert.That(await refused.ReadAsync(), Is.EqualTo("""44{"message":"not now"}"""));
        }
        await server.Io.EmitAsync("missed", 1);
        refuse = false;

        await client.ReturnAsync();

        Assert.That(client.Recovered);
        Assert.That(client.Sid, Is.EqualTo(sid));
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["missed",1]"""));
    }

    [TestCase(false, 2)]
    [TestCase(true, 1)]
    public async Task Return_Middlewares_RunAgainUnlessTheyAreToBeSkipped(bool skip, int expected)
    {
        var runs = 0;
        await using var server = await RecoveryServer.StartAsync(recovery: options => options.SkipMiddlewares = skip);
        server.Io.Use(_ =>
        {
            Interlocked.Increment(ref runs);
            return ValueTask.FromResult<ConnectError?>(null);
        });
        using var client = await ReturningClient.ConnectAsync(server);

        await client.ReturnAsync();

        Assert.That(client.Recovered);
        Assert.That(runs, Is.EqualTo(expected));
    }

    [Test]
    public async Task Return_ManyMissedEvents_ComePageByPageCompleteAndInOrder()
    {
        const int Count = 400;
        await using var server = await RecoveryServer.StartAsync();
        using var client = await ReturningClient.ConnectAsync(server);
        client.Raw.Abort();
        var text = new string('x', 4_000);
        for (var i = 0; i < Count; i++)
        {
            await server.Io.EmitAsync("n", i, text);
        }

        await client.ReturnAsync();

        Assert.That(client.Recovered);
        for (var i = 0; i < Count; i++)
        {
            Assert.That(await client.ReadAsync(), Does.StartWith($"""42["n",{i},"""));
        }
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    private static Task GoneAsync(SocketServer server, Socket socket) =>
        Eventually.TrueAsync(() => !server.Io.Main.Sockets.Values.Contains(socket), "the end of the connection");

    private static async Task<Socket> BackAsync(SocketServer server, string sid)
    {
        await Eventually.TrueAsync(() => server.Io.Main.Sockets.GetValueOrDefault(sid) is { Recovered: true }, "the socket that is back");
        return server.Io.Main.Sockets[sid];
    }
}
