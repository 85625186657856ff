using System.Text.RegularExpressions;
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
    public async Task EmitAsyncAndTimeout_OnTheServer_ReachEveryClientOfTheMainNamespace()
    {
        await using var server = await SocketServer.StartAsync();
        using var client = await RawClient.ConnectAsync(server);

        await server.Io.EmitAsync("async", 1).Within();
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["async",1]"""));
        var asking = server.Io.Timeout(TimeSpan.FromMinutes(1)).EmitWithAckAsync("question");
        await client.SendAsync($"43{(await client.ReadAsync())[2..^"""["question"]""".Length]}[\"answer\"]");

        Assert.That((await asking.Within()).Answers.Single().Arguments.Get<string>(0), Is.EqualTo("answer"));
    }

    [Test]
    public async Task UseAndOnConnection_OnEveryAdmission_GiveItBack()
    {
        await using var server = await SocketServer.StartAsync();
        var other = server.Io.Of("/other");
        var parent = server.Io.Of((_, _) => ValueTask.FromResult(false));

        Assert.That(server.Io.Use(_ => null).OnConnection(_ => { }), Is.SameAs(server.Io));
        Assert.That(other.Use(_ => ValueTask.FromResult<ConnectError?>(null)).OnConnection(_ => ValueTask.CompletedTask), Is.SameAs(other));
        Assert.That(parent.Use(_ => null).OnConnection(_ => { }), Is.SameAs(parent));
        Assert.That(() => other.OnConnection((Action<Socket>)null!), Throws.ArgumentNullException);
    }

    [Test]
    public async Task EmitAsync_OnASocketOrAParentNamespace_Arrives()
    {
        await using var server = await SocketServer.StartAsync();
        var parent = server.Io.Of(new Regex("^/child"));
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            await client.JoinAsync("/child");
            await socket.EmitAsync("a", 1).Within();
            await socket.Volatile.EmitAsync("b").Within();
            socket.Timeout(TimeSpan.FromMinutes(1)).Send("c");
            await parent.EmitAsync("d").Within();
            await parent.To("nobody").EmitAsync("e").Within();

            Assert.That(await client.SyncAsync(), Is.EqualTo(
                ["""42["a",1]""", """42["b"]""", """42["message","c"]""", """42/child,["d"]"""]));
            Assert.That(() => socket.EmitAsync("connect"), Throws.ArgumentException);
            Assert.That(() => parent.EmitAsync("connect"), Throws.ArgumentException);
        }
    }

    [Test]
    public async Task Local_OfASocket_AreTheOthers()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        using (var other = await RawClient.ConnectAsync(server))
        {
            socket.Local.Emit("a");
            socket.Compress(true).Local.Emit("b");

            Assert.That(await other.SyncAsync(), Is.EqualTo(["""42["a"]""", """42["b"]"""]));
            Assert.That(await client.SyncAsync(), Is.Empty);
        }
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
