using System.Text.Json;
using System.Text.RegularExpressions;

namespace SocketIO.Tests;

/// <summary>Namespaces that come into being as clients ask for them, over a real connection.</summary>
public sealed class DynamicNamespaceTests
{
    private static readonly Regex Pattern = new(@"^/dynamic-\d+$");

    [Test]
    public async Task Of_Pattern_ClientsJoinWhatMatchesOnly()
    {
        await using var server = await SocketServer.StartAsync();
        var parent = server.Io.Of(Pattern).OnConnection(socket => socket.Emit("hello", socket.Namespace.Name));
        using var client = await RawClient.OpenAsync(server);

        await client.JoinAsync("/dynamic-101");
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42/dynamic-101,["hello","/dynamic-101"]"""));

        await client.SendAsync("40/dynamic-x,");
        Assert.That(await client.ReadAsync(), Is.EqualTo("""44/dynamic-x,{"message":"Invalid namespace"}"""));
        Assert.That(parent.Children.Select(child => child.Name), Is.EqualTo(["/dynamic-101"]));
        Assert.That(parent.Children[0].Parent, Is.SameAs(parent));
    }

    [Test]
    public async Task Of_Predicate_DecidesWithNameAndAuth()
    {
        await using var server = await SocketServer.StartAsync();
        server.Io.Of(async (name, auth) =>
        {
            await Task.Yield();
            return name == "/room" && auth.TryGetProperty("token", out var token) && token.GetString() == "good";
        });
        using var client = await RawClient.OpenAsync(server);

        foreach (var refused in (string[])["/room,", "/room,{\"token\":\"bad\"}", "/other,{\"token\":\"good\"}"])
        {
            await client.SendAsync("40" + refused);
            Assert.That(await client.ReadAsync(), Does.StartWith("44/").And.Contain("Invalid namespace"));
        }

        Assert.That(await client.JoinAsync("/room", """{"token":"good"}"""), Is.Not.Empty);
    }

    [Test]
    public async Task Of_PredicateThrows_RefusesAndIsLogged()
    {
        await using var server = await SocketServer.StartAsync();
        server.ExpectsErrors = true;
        server.Io.Of((string _, JsonElement _) => throw new InvalidOperationException("broken"));
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("40/room,");

        Assert.That(await client.ReadAsync(), Is.EqualTo("""44/room,{"message":"Invalid namespace"}"""));
        Assert.That(server.Logs.Errors.Single(), Does.Contain("/room").And.Contain("broken"));
    }

    [Test]
    public async Task Of_SeveralRules_TheFirstThatAllowsCounts()
    {
        await using var server = await SocketServer.StartAsync();
        var first = server.Io.Of((_, _) => ValueTask.FromResult(false));
        var second = server.Io.Of(Pattern);
        var third = server.Io.Of((_, _) => ValueTask.FromResult(true));
        using var client = await RawClient.OpenAsync(server);

        await client.JoinAsync("/dynamic-1");
        await client.JoinAsync("/any");

        Assert.That(new[] { first, second, third }.Select(parent => string.Join(' ', parent.Children.Select(child => child.Name))), Is.EqualTo(["", "/dynamic-1", "/any"]));
    }

    [Test]
    public async Task Of_NameThatMatches_IsAChild()
    {
        await using var server = await SocketServer.StartAsync();
        var parent = server.Io.Of(Pattern);

        var child = server.Io.Of("dynamic-7");

        Assert.That(parent.Children, Is.EqualTo([child]));
        Assert.That(server.Io.Of("/other").Parent, Is.Null);
        Assert.That(server.Io.Of("/dynamic-7"), Is.SameAs(child));
    }

    [Test]
    public async Task Use_OnTheParent_AppliesToEveryChildBeforeItsOwn()
    {
        var order = new List<string>();
        await using var server = await SocketServer.StartAsync();
        var parent = server.Io.Of(Pattern);
        var early = server.Io.Of("/dynamic-1");
        early.Use(_ =>
        {
            order.Add("own");
            return null;
        });
        early.OnConnection(_ => order.Add("own connection"));
        parent.OnConnection(_ => order.Add("connection"));
        parent.Use(socket =>
        {
            order.Add("parent");
            return socket.Namespace.Name == "/dynamic-2" ? new ConnectError("not this one") : null;
        });
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("40/dynamic-2,");
        Assert.That(await client.ReadAsync(), Is.EqualTo("""44/dynamic-2,{"message":"not this one"}"""));
        await client.JoinAsync("/dynamic-1");

        await Eventually.TrueAsync(() => Task.FromResult(order.Count == 5), "all handlers ran");
        Assert.That(order, Is.EqualTo(["parent", "parent", "own", "connection", "own connection"]));
    }

    [Test]
    public async Task Emit_OnTheParent_ReachesEveryChild()
    {
        await using var server = await SocketServer.StartAsync();
        var parent = server.Io.Of(Pattern).OnConnection(socket => socket.Join("room" + socket.Namespace.Name[^1]));
        using var client = await RawClient.ConnectAsync(server);
        await client.JoinAsync("/dynamic-1");
        await client.JoinAsync("/dynamic-2");
        await client.SyncAsync();

        parent.Emit("all", 1);
        parent.Send("sent");
        parent.To("room1").Emit("one");
        parent.Except("room1").Volatile.Emit("other");
        parent.Local.In("room1").In("room2").Emit("both");

        Assert.That(await client.SyncAsync(), Is.EqualTo(new[]
        {
            "1,[\"all\",1]", "2,[\"all\",1]", "1,[\"message\",\"sent\"]", "2,[\"message\",\"sent\"]", "1,[\"one\"]", "2,[\"other\"]", "1,[\"both\"]", "2,[\"both\"]",
        }.Select(message => "42/dynamic-" + message)));
        Assert.That(() => parent.To("nobody").Emit("connect"), Throws.ArgumentException);
    }

    [Test]
    public async Task SocketsJoinLeaveAndDisconnect_OnTheParent_ConcernEveryChild()
    {
        await using var server = await SocketServer.StartAsync();
        var parent = server.Io.Of(Pattern);
        using var client = await RawClient.ConnectAsync(server);
        await client.JoinAsync("/dynamic-1");
        await client.JoinAsync("/dynamic-2");
        await client.SyncAsync();

        parent.ToAll().SocketsJoin("room", "left");
        parent.To("room").SocketsLeave("left");
        parent.To("left").DisconnectSockets();
        parent.To("room").DisconnectSockets();

        Assert.That(await client.SyncAsync(), Is.EqualTo(["41/dynamic-1,", "41/dynamic-2,"]));
    }

    [Test]
    public async Task OnNewNamespace_AnyNewOne_IsToldBeforeItsFirstClient()
    {
        var made = new List<string>();
        await using var server = await SocketServer.StartAsync();
        server.Io.Of(Pattern);
        server.Io.OnNewNamespace(created =>
        {
            made.Add(created.Name);
            Assert.That(server.Io.Of(created.Name), Is.SameAs(created));
            created.Use(_ => new ConnectError("seen"));
        });
        using var client = await RawClient.OpenAsync(server);

        server.Io.Of("static");
        server.Io.Of("/static");
        await client.SendAsync("40/dynamic-1,");

        Assert.That(await client.ReadAsync(), Is.EqualTo("""44/dynamic-1,{"message":"seen"}"""));
        Assert.That(made, Is.EqualTo(["/static", "/dynamic-1"]));
    }

    [Test]
    public async Task OnNewNamespace_HandlerThrows_IsLoggedAndTheClientIsRefused()
    {
        await using var server = await SocketServer.StartAsync();
        server.ExpectsErrors = true;
        server.Io.Of(Pattern);
        server.Io.OnNewNamespace(_ => throw new InvalidOperationException("broken"));
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("40/dynamic-1,");

        Assert.That(await client.ReadAsync(), Is.EqualTo("""44/dynamic-1,{"message":"Invalid namespace"}"""));
        Assert.That(server.Logs.Errors.Single(), Does.Contain("/dynamic-1").And.Contain("broken"));
    }

    [Test]
    public async Task Join_TwoClientsAtOnce_AreInOneNamespace()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await SocketServer.StartAsync();
        var parent = server.Io.Of(async (_, _) =>
        {
            await gate.Task;
            return true;
        });
        using var first = await RawClient.OpenAsync(server);
        using var second = await RawClient.OpenAsync(server);
        await first.SendAsync("40/dynamic-1,");
        await second.SendAsync("40/dynamic-1,");

        gate.SetResult();

        Assert.That(await first.ReadAsync(), Does.StartWith("40/dynamic-1,{"));
        Assert.That(await second.ReadAsync(), Does.StartWith("40/dynamic-1,{"));
        Assert.That(parent.Children, Has.Count.EqualTo(1));
    }
}
