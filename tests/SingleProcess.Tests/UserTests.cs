using System.Security.Claims;
using Microsoft.AspNetCore.Builder;

namespace SingleProcess.Tests;

/// <summary>Users, and all their sockets; with recovery.</summary>
public sealed class UserTests
{
    private SocketServer _server = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await RecoveryServer.StartAsync();
        _server.Io.Main.UseUsers(UserOf);
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Emit_ToAUser_ReachesAllItsSocketsOnce()
    {
        using var first = await ConnectAsync("ada");
        using var second = await ConnectAsync("ada");
        using var other = await ConnectAsync("bob");
        using var nobody = await ReturningClient.ConnectAsync(_server);

        await _server.Io.User("ada", "nobody").EmitAsync("one");
        await _server.Io.To(first.Sid).User("ada").EmitAsync("two");
        await _server.Io.Main.ExceptUser("ada").EmitAsync("three");
        await (await _server.SocketAsync(first.Sid)).User("ada").EmitAsync("four");
        await (await _server.SocketAsync(first.Sid)).Broadcast.ExceptUser("bob").EmitAsync("five");

        Assert.That(await first.SyncAsync(), Is.EqualTo(["""42["one"]""", """42["two"]"""]));
        Assert.That(await second.SyncAsync(), Is.EqualTo(["""42["one"]""", """42["two"]""", """42["four"]""", """42["five"]"""]));
        Assert.That(await other.SyncAsync(), Is.EqualTo(["""42["three"]"""]));
        Assert.That(await nobody.SyncAsync(), Is.EqualTo(["""42["three"]""", """42["five"]"""]));
    }

    [Test]
    public async Task UserId_IsKnownToItsHandlersAndKeptAtAReturn()
    {
        using var client = await ConnectAsync("ada");
        Assert.That((await _server.SocketAsync(client.Sid)).UserId, Is.EqualTo("ada"));
        _server.Io.User("ada").Emit("before");
        await client.ReadAsync();
        client.Raw.Abort();
        _server.Io.User("ada").Emit("missed");

        await client.ReturnAsync();

        Assert.That(client.Recovered);
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["missed"]"""));
        Assert.That(_server.Io.Main.Sockets[client.Sid].UserId, Is.EqualTo("ada"));
        Assert.That(_server.Io.Main.Sockets[client.Sid].Rooms, Is.EqualTo([client.Sid]));
    }

    [Test]
    public async Task Fetch_AndDisconnect_ByUser_ConcernItsSocketsOnly()
    {
        using var first = await ConnectAsync("ada");
        using var second = await ConnectAsync("ada");
        using var other = await ConnectAsync("bob");

        Assert.That((await _server.Io.User("ada").FetchSocketsAsync()).Sockets.Select(socket => socket.Id), Is.EquivalentTo([first.Sid, second.Sid]));
        Assert.That((await _server.Io.User("ada").CountAsync()).Count, Is.EqualTo(2));
        _server.Io.User("ada").DisconnectSockets();

        Assert.That(await first.ReadAsync(), Is.EqualTo("41"));
        Assert.That(await second.ReadAsync(), Is.EqualTo("41"));
        Assert.That(await other.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task User_OfAFunctionThatFails_IsNobody()
    {
        _server.ExpectsErrors = true;
        using var client = await ReturningClient.ConnectAsync(_server, auth: """{"user":"throw"}""");

        Assert.That((await _server.SocketAsync(client.Sid)).UserId, Is.Null);
        Assert.That(_server.Logs.Errors.Single(), Does.Contain("whose socket"));
    }

    [Test]
    public void User_WithoutAnId_Throws()
    {
        Assert.That(() => _server.Io.User(""), Throws.ArgumentException);
        Assert.That(() => _server.Io.Main.ExceptUser("a", null!), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => _server.Io.Main.UseUsers(_ => "x"), Throws.InvalidOperationException.With.Message.Contains("by another function"));
        Assert.That(_server.Io.Main.UseUsers(UserOf), Is.SameAs(_server.Io.Main));
    }

    [Test]
    public async Task Return_AsAnotherUserOfTheFramework_IsANewSession()
    {
        await using var server = await AuthenticatedAsync(recovery: true);
        using var client = await ReturningClient.ConnectAsync(server, query: "&user=ada");
        Assert.That((await server.SocketAsync(client.Sid)).UserId, Is.EqualTo("id of ada"));
        server.Io.User("id of ada").Emit("e");
        await client.ReadAsync();

        await client.ReturnAsync(query: "&user=ada");
        Assert.That(client.Recovered);
        await client.ReturnAsync(query: "&user=eve");

        Assert.That(client.Recovered, Is.False);
        Assert.That((await server.SocketAsync(client.Sid)).UserId, Is.EqualTo("id of eve"));
    }

    [Test]
    public async Task User_WithoutRecovery_IsInItsRoomBeforeItsHandlersRun()
    {
        await using var server = await AuthenticatedAsync(recovery: false);
        server.Io.OnConnection(socket => socket.Namespace.User("id of ada").Emit("hello"));
        using var client = await RawClient.OpenAsync(server.Port, "&user=ada");
        await client.JoinAsync("/");

        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["hello"]"""));
    }

    private static Task<SocketServer> AuthenticatedAsync(bool recovery) => SocketServer.StartAsync(
        configure: options => options.ConnectionStateRecovery = recovery ? new ConnectionStateRecoveryOptions() : null,
        services: services => Microsoft.Extensions.DependencyInjection.SequencerServiceCollectionExtensions.AddSocketIOSequencer(services),
        app: app => app.Use((context, next) =>
        {
            if (context.Request.Query["user"].ToString() is { Length: > 0 } name)
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, $"id of {name}")], "test"));
            }
            return next(context);
        }));

    private Task<ReturningClient> ConnectAsync(string user) => ReturningClient.ConnectAsync(_server, auth: $"{{\"user\":\"{user}\"}}");

    private static string? UserOf(Socket socket) => !socket.Handshake.Auth.TryGetProperty("user", out var user) ? null
        : user.GetString() is not "throw" and var id ? id
        : throw new InvalidOperationException("who?");
}
