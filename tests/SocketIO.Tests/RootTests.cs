using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Tests;

/// <summary>What is done on the server itself concerns the namespace <c>/</c>.</summary>
public sealed class RootTests
{
    [Test]
    public async Task SendVolatileLocal_OnTheServer_ReachEveryClientOfTheMainNamespace()
    {
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/other");
        using var client = await RawClient.ConnectAsync(server);
        await client.JoinAsync("/other");
        await client.SyncAsync();

        server.Io.Send("a", 1);
        server.Io.Local.Emit("local");
        server.Io.Volatile.Emit("volatile");
        server.Io.Of("/other").Send("b");

        Assert.That(await client.SyncAsync(), Is.EqualTo(
            ["""42["message","a",1]""", """42["local"]""", """42["volatile"]""", """42/other,["message","b"]"""]));
    }

    [Test]
    public async Task SocketsJoinAndLeave_OnTheServer_ChangeTheRoomsOfAll()
    {
        await using var server = await SocketServer.StartAsync();
        var (first, firstSocket) = await server.ConnectAsync();
        var (second, secondSocket) = await server.ConnectAsync();
        using (first)
        using (second)
        {
            server.Io.SocketsJoin("a", "b");
            server.Io.SocketsLeave("b");

            Assert.That(firstSocket.Rooms, Is.EquivalentTo([first.Sid, "a"]));
            Assert.That(secondSocket.Rooms, Is.EquivalentTo([second.Sid, "a"]));
            var found = await server.Io.FetchSocketsAsync().Within();
            Assert.That(found.Sockets.Select(socket => socket.Id), Is.EquivalentTo([first.Sid, second.Sid]));
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task DisconnectSockets_OnTheServer_MakesAllLeave(bool close)
    {
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/other");
        using var client = await RawClient.ConnectAsync(server);
        await client.JoinAsync("/other");
        await client.SyncAsync();

        server.Io.Of("/other").DisconnectSockets();
        Assert.That(await client.ReadAsync(), Is.EqualTo("41/other,"));
        server.Io.DisconnectSockets(close);

        Assert.That(await client.ReadAsync(), Is.EqualTo("41"));
        if (close)
        {
            Assert.That(await client.ReadAsync(), Is.EqualTo("closed"));
        }
    }

    [Test]
    public async Task Close_OfAServerThatNeverServed_Completes()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSocketIO();
        await using var provider = services.BuildServiceProvider();
        var io = provider.GetRequiredService<SocketIOServer>();

        await io.CloseAsync().Within();
        await io.CloseAsync().Within();

        Assert.That(io.Engine.ClientsCount, Is.Zero);
    }
}
