namespace SocketIO.Tests;

/// <summary>Events and acknowledgements, over a real connection.</summary>
public sealed class EventTests
{
    [Test]
    public async Task Event_AnyArguments_ComeBackAsTheyWere()
    {
        await using var server = await SocketServer.StartAsync(socket => socket.On("message", context => socket.Emit("message-back", context.Arguments.ToRaw())));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("""42["message",1,"2",{"3":[true]},null]""");
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["message-back",1,"2",{"3":[true]},null]"""));

        await client.SendAsync("""452-["message",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]""");
        await client.SendAsync(1, 2, 3);
        await client.SendAsync(4, 5, 6);
        Assert.That(await client.ReadAsync(3), Is.EqualTo(
            ["""452-["message-back",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]""", "hex:010203", "hex:040506"]));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Event_VeryLarge_ComesBackWhole(bool isBinary)
    {
        await using var server = await SocketServer.StartAsync(socket => socket.On("big", context => socket.Emit("big", context.Arguments.ToRaw())));
        using var client = await RawClient.ConnectAsync(server);
        var bytes = new byte[400_000];
        Random.Shared.NextBytes(bytes);
        var packet = isBinary
            ? """451-["big",{"hello":"friend","image":{"_placeholder":true,"num":0}}]"""
            : $$"""42["big",{"hello":"friend","json":[{{string.Join(',', bytes[..100_000])}}]}]""";

        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync(packet);
            if (isBinary)
            {
                await client.SendAsync(bytes);
            }
            Assert.That(await client.ReadAsync(), Is.EqualTo(packet));
            if (isBinary)
            {
                Assert.That(await client.ReadAsync(), Is.EqualTo("hex:" + Convert.ToHexString(bytes)));
            }
        }
    }

    [Test]
    public async Task Event_WithAckId_IsAcknowledgedWithText()
    {
        await using var server = await SocketServer.StartAsync(socket => socket.On("message-with-ack", context => context.Ack(context.Arguments.ToRaw())));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("""42456["message-with-ack",1,"2",{"3":[false]}]""");
        Assert.That(await client.ReadAsync(), Is.EqualTo("""43456[1,"2",{"3":[false]}]"""));

        await client.SendAsync("""452-789["message-with-ack",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]""");
        await client.SendAsync(1, 2, 3);
        await client.SendAsync(4, 5, 6);
        Assert.That(await client.ReadAsync(3), Is.EqualTo(
            ["""462-789[{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]""", "hex:010203", "hex:040506"]));
    }

    [Test]
    public async Task Ack_CalledTwiceOrUnasked_SendsOneAnswerAtMost()
    {
        var expected = new List<bool>();
        await using var server = await SocketServer.StartAsync(socket => socket.On("e", context =>
        {
            expected.Add(context.ExpectsAck);
            context.Ack(1);
            context.Ack(2);
        }));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("""420["e"]""");
        await client.SendAsync("""42["e"]""");

        Assert.That(await client.SyncAsync(), Is.EqualTo(["430[1]"]));
        Assert.That(expected, Is.EqualTo([true, false]));
    }

    [Test]
    public async Task Events_ManyWithSlowHandlers_AreHandledInOrder()
    {
        const int count = 500;
        var seen = new List<int>();
        await using var server = await SocketServer.StartAsync(
            socket => socket.On("n", async context =>
            {
                var number = context.Arguments.Get<int>(0);
                await Task.Yield();
                seen.Add(number);
            }),
            // So few that the reader has to wait again and again.
            options => options.MaxPendingEvents = 3);
        using var client = await RawClient.ConnectAsync(server);

        for (var i = 0; i < count; i++)
        {
            await client.SendAsync($"42[\"n\",{i}]");
        }
        await client.SyncAsync();

        Assert.That(seen, Is.EqualTo(Enumerable.Range(0, count)));
    }

    [Test]
    public async Task Emit_FromOneThread_ArrivesInOrder()
    {
        await using var server = await SocketServer.StartAsync(socket =>
        {
            for (var i = 0; i < 300; i++)
            {
                socket.Emit("n", i % 3 == 0 ? new byte[] { (byte)i } : i);
            }
        });
        using var client = await RawClient.ConnectAsync(server);

        var expected = Enumerable.Range(0, 300).SelectMany(i => i % 3 == 0
            ? new[] { """451-["n",{"_placeholder":true,"num":0}]""", $"hex:{(byte)i:X2}" }
            : [$"42[\"n\",{i}]"]);
        Assert.That(await client.SyncAsync(), Is.EqualTo(expected));
    }

    [Test]
    public async Task ConnectionHandler_StillRunning_EventsWaitForIt()
    {
        var gate = new TaskCompletionSource();
        await using var server = await SocketServer.StartAsync();
        server.Io.OnConnection(async socket =>
        {
            await gate.Task;
            socket.On("early", context => context.Ack("heard"));
        });
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("""421["early"]""");
        gate.SetResult();

        Assert.That(await client.ReadAsync(), Is.EqualTo("""431["heard"]"""));
    }

    [Test]
    public async Task On_SeveralHandlers_RunInTurnUntilOff()
    {
        await using var server = await SocketServer.StartAsync(socket => socket
            .On("e", _ => socket.Emit("first"))
            .On("e", _ => socket.Emit("second"))
            .On("off", _ => { socket.Off("e"); }));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("""42["e"]""");
        await client.SendAsync("""42["off"]""");
        await client.SendAsync("""42["e"]""");
        await client.SendAsync("""42["unknown"]""");

        Assert.That(await client.SyncAsync(), Is.EqualTo(["""42["first"]""", """42["second"]"""]));
    }

    [TestCase("sync")]
    [TestCase("async")]
    public async Task Handler_Throws_IsLoggedAndTheConnectionStays(string how)
    {
        await using var server = await SocketServer.StartAsync(socket => socket
            .On("sync", (Action<EventContext>)(_ => throw new InvalidOperationException("broken")))
            .On("async", async _ =>
            {
                await Task.Yield();
                throw new InvalidOperationException("broken");
            })
            .On("after", context => context.Ack()));
        server.ExpectsErrors = true;
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync($"425[\"{how}\"]");
        await client.SendAsync("""426["after"]""");

        // The event "sync" is answered before the faulty handler of the same name runs.
        var first = how == "sync" ? "435[]" : """435[{"error":"internal server error"}]""";
        Assert.That(await client.ReadAsync(2), Is.EqualTo([first, "436[]"]));
        Assert.That(server.Logs.Errors.Single(), Does.Contain($"a handler of \"{how}\" failed for socket {client.Sid}").And.Contain("broken"));
    }

    [Test]
    public async Task ConnectionHandler_Throws_IsLoggedAndTheConnectionIsClosed()
    {
        await using var server = await SocketServer.StartAsync(_ => throw new InvalidOperationException("broken"));
        server.ExpectsErrors = true;
        using var client = await RawClient.ConnectAsync(server);

        Assert.That(await client.ReadAsync(), Is.EqualTo("closed"));
        Assert.That(server.Logs.Errors.Single(), Does.Contain("a handler of \"connection\" failed"));
    }

    [Test]
    public async Task Handler_ArgumentRefused_AckCarriesTheErrorAndNothingIsLoggedAsOne()
    {
        await using var server = await SocketServer.StartAsync(socket => socket
            .On("typed", context => context.Ack(context.Arguments.Get<int>(0) + 1))
            .On("checked", _ => throw new EventArgumentException("too long")));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("""421["typed",41]""");
        await client.SendAsync("""422["typed","x"]""");
        await client.SendAsync("""423["typed"]""");
        await client.SendAsync("""424["checked"]""");
        await client.SendAsync("""42["checked"]""");

        Assert.That(await client.SyncAsync(), Is.EqualTo(
        [
            "431[42]", """432[{"error":"argument 1 is not of type Int32"}]""", """433[{"error":"argument 1 is missing"}]""", """434[{"error":"too long"}]""",
        ]));
    }

    [TestCase("connect")]
    [TestCase("disconnect")]
    [TestCase("disconnecting")]
    [TestCase("connect_error")]
    [TestCase("newListener")]
    [TestCase("removeListener")]
    [TestCase("")]
    public async Task ReservedName_Anywhere_Throws(string name)
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            Assert.That(() => socket.Emit(name), Throws.ArgumentException);
            Assert.That(() => socket.On(name, _ => { }), Throws.ArgumentException);
            Assert.That(() => server.Io.Emit(name), Throws.ArgumentException);
            Assert.That(() => socket.Volatile.Emit(name), Throws.ArgumentException);
            Assert.That(() => socket.EmitWithAckAsync(name), Throws.ArgumentException);
            Assert.That(await client.SyncAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task Data_OfASocket_IsTheApplications()
    {
        await using var server = await SocketServer.StartAsync(socket => socket.Data["name"] = "x");
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            await client.SyncAsync();
            Assert.That(socket.Data.Get<string>("name"), Is.EqualTo("x"));
            Assert.That(socket.Data.Get<int>("name"), Is.Zero);
            Assert.That(socket.Data["other"], Is.Null);
            Assert.That(socket.Data.Keys, Is.EqualTo(["name"]));
        }
    }
}
