namespace SocketIO.Tests;

/// <summary>Adding and removing handlers of events, over a real connection.</summary>
public sealed class ListenerTests
{
    [Test]
    public async Task Once_EventComesTwice_RunsOnce()
    {
        await using var server = await SocketServer.StartAsync(socket => socket
            .Once("e", context => context.Ack("context"))
            .Once("typed", (int a) => ValueTask.FromResult(a + 1)));
        using var client = await RawClient.ConnectAsync(server);

        foreach (var packet in (string[])["420[\"e\"]", "421[\"e\"]", "422[\"typed\",1]", "423[\"typed\",1]"])
        {
            await client.SendAsync(packet);
        }

        Assert.That(await client.SyncAsync(), Is.EqualTo(["""430["context"]""", "432[2]"]));
    }

    [Test]
    public async Task Once_ArgumentRefused_IsUsedUpAllTheSame()
    {
        await using var server = await SocketServer.StartAsync(socket => socket.Once("e", (int a) => ValueTask.FromResult(a)));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("""420["e","x"]""");
        await client.SendAsync("""421["e",1]""");

        Assert.That(await client.SyncAsync(), Is.EqualTo(["""430[{"error":"argument 1 is not of type Int32"}]"""]));
    }

    [Test]
    public async Task Once_RemovedBefore_DoesNotRun()
    {
        void Handler(int number) => Assert.Fail($"ran for {number}");
        await using var server = await SocketServer.StartAsync(socket => socket.Once<int>("e", Handler).Off("e", (Action<int>)Handler));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("""42["e",1]""");

        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Off_OneHandler_TheOthersStay()
    {
        await using var server = await SocketServer.StartAsync(socket =>
        {
            Action<string> first = text => socket.Emit("first", text);
            Func<EventContext, ValueTask> second = _ =>
            {
                socket.Emit("second");
                return ValueTask.CompletedTask;
            };
            socket.On("e", first).On("e", second).On("e", first);
            socket.On("off first", () => { socket.Off("e", first); }).On("off second", () => { socket.Off("e", second); }).On("off other", () => { socket.Off("e", () => { }); });
        });
        using var client = await RawClient.ConnectAsync(server);

        var seen = new List<string>();
        foreach (var off in (string[])["off other", "off first", "off second", "off first"])
        {
            await client.SendAsync("""42["e","x"]""");
            seen.Add(string.Join(' ', (await client.SyncAsync()).Select(message => message[4..7])));
            await client.SendAsync($"42[\"{off}\"]");
        }
        await client.SendAsync("""42["e","x"]""");

        Assert.That(seen, Is.EqualTo(["fir sec fir", "fir sec fir", "fir sec", "fir"]));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Off_WhileTheEventIsHandled_CountsFromTheNextOn()
    {
        await using var server = await SocketServer.StartAsync(socket => socket
            .On("e", _ => { socket.Off("e"); })
            .On("e", _ => socket.Emit("second")));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("""42["e"]""");
        await client.SendAsync("""42["e"]""");

        Assert.That(await client.SyncAsync(), Is.EqualTo(["""42["second"]"""]));
    }

    [Test]
    public async Task Once_ReservedName_Throws()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            Assert.That(() => socket.Once("disconnect", () => { }), Throws.ArgumentException);
            Assert.That(() => socket.On("connect", (int _) => { }), Throws.ArgumentException);
            Assert.That(() => socket.On("e", (Action<int>)null!), Throws.ArgumentNullException);
        }
    }
}
