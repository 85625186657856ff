using System.Text.RegularExpressions;

namespace SocketIO.Tests;

/// <summary>What becomes of namespaces that nobody is in any more.</summary>
public sealed class NamespaceCleanupTests
{
    private static readonly Regex Pattern = new("^/child");

    [TestCase(false, 1)]
    [TestCase(true, 0)]
    public async Task Child_LastClientLeaves_IsRemovedIfAsked(bool cleanup, int expected)
    {
        await using var server = await StartAsync(cleanup);
        var parent = server.Io.Of(Pattern);
        using var client = await RawClient.ConnectAsync(server);
        await client.JoinAsync("/child");
        Assert.That(parent.Children, Has.Count.EqualTo(1));

        await client.SendAsync("41/child,");
        await client.SyncAsync();

        Assert.That(parent.Children, Has.Count.EqualTo(expected));
    }

    [TestCase(false, 1)]
    [TestCase(true, 0)]
    public async Task Child_ClientRefused_IsRemovedIfAsked(bool cleanup, int expected)
    {
        await using var server = await StartAsync(cleanup);
        var before = -1;
        ParentNamespace? asked = null;
        var parent = asked = server.Io.Of(Pattern).Use(_ =>
        {
            before = asked!.Children.Count;
            return new ConnectError("no");
        });
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("40/child,");

        Assert.That(await client.ReadAsync(), Does.StartWith("44/child,"));
        Assert.That(before, Is.EqualTo(1), "it was there");
        Assert.That(parent.Children, Has.Count.EqualTo(expected));
    }

    [Test]
    public async Task Child_RefusedWhileAnotherIsIn_Stays()
    {
        await using var server = await StartAsync(cleanup: true);
        var parent = server.Io.Of(Pattern).Use(socket => socket.Handshake.Auth.TryGetProperty("refuse", out _) ? new ConnectError("no") : null);
        using var first = await RawClient.ConnectAsync(server);
        using var second = await RawClient.ConnectAsync(server);
        await first.JoinAsync("/child");

        await second.SendAsync("40/child,{\"refuse\":true}");
        Assert.That(await second.ReadAsync(), Does.StartWith("44/child,"));
        parent.Emit("still here");

        Assert.That(await first.SyncAsync(), Is.EqualTo(["""42/child,["still here"]"""]));
    }

    [Test]
    public async Task Child_LastLeavesWhileAnotherIsOnItsWay_Stays()
    {
        var gate = new TaskCompletionSource<ConnectError?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StartAsync(cleanup: true);
        var parent = server.Io.Of(Pattern).Use(async socket => socket.Handshake.Auth.TryGetProperty("slow", out _) ? await gate.Task : null);
        using var first = await RawClient.ConnectAsync(server);
        using var second = await RawClient.ConnectAsync(server);
        await first.JoinAsync("/child");
        await second.SendAsync("40/child,{\"slow\":true}");
        await second.SyncAsync();

        await first.SendAsync("41/child,");
        await first.SyncAsync();
        gate.SetResult(null);

        Assert.That(await second.ReadAsync(), Does.StartWith("40/child,{"));
        parent.Emit("hello");
        Assert.That(await second.ReadAsync(), Is.EqualTo("""42/child,["hello"]"""));
    }

    [Test]
    public async Task Child_RemovedAndAskedForAgain_IsMadeAnew()
    {
        var made = 0;
        await using var server = await StartAsync(cleanup: true);
        server.Io.OnNewNamespace(_ => made++);
        var parent = server.Io.Of(Pattern);
        using var client = await RawClient.ConnectAsync(server);

        for (var i = 0; i < 3; i++)
        {
            await client.JoinAsync("/child");
            parent.Emit("hello");
            Assert.That(await client.ReadAsync(), Is.EqualTo("""42/child,["hello"]"""));
            await client.SendAsync("41/child,");
            await client.SyncAsync();
        }

        Assert.That(made, Is.EqualTo(3));
    }

    [Test]
    public async Task Child_ConnectionCut_IsRemoved()
    {
        await using var server = await StartAsync(cleanup: true);
        var parent = server.Io.Of(Pattern);
        using var client = await RawClient.ConnectAsync(server);
        await client.JoinAsync("/child");

        client.Abort();

        await Eventually.TrueAsync(() => Task.FromResult(parent.Children.Count == 0), "the child is removed");
    }

    [Test]
    public async Task Static_LastClientLeaves_Stays()
    {
        await using var server = await StartAsync(cleanup: true);
        var chat = server.Io.Of("/chat");
        using var client = await RawClient.ConnectAsync(server);
        await client.JoinAsync("/chat");
        await client.SendAsync("41/chat,");
        await client.SyncAsync();

        Assert.That(server.Io.Of("/chat"), Is.SameAs(chat));
        Assert.That(await client.JoinAsync("/chat"), Is.Not.Empty);
    }

    // Made anew it would have lost what the application gave it.
    [Test]
    public async Task Child_ThatTheApplicationNamedAndGaveAMiddleware_Stays()
    {
        await using var server = await StartAsync(cleanup: true);
        server.Io.Of(Pattern);
        server.Io.Of("/child").Use(socket => socket.Handshake.Auth.TryGetProperty("key", out _) ? null : new ConnectError("no key"));
        using var client = await RawClient.ConnectAsync(server);
        await client.JoinAsync("/child", """{"key":1}""");
        await client.SendAsync("41/child,");
        await client.SyncAsync();

        await client.SendAsync("40/child,");

        Assert.That(await client.ReadAsync(), Is.EqualTo("""44/child,{"message":"no key"}"""));
    }

    private static readonly TestCaseData[] Configured =
    [
        new TestCaseData((Action<Namespace>)(child => child.OnConnection(_ => { }))) { TestName = "{m}(OnConnection)" },
        new TestCaseData((Action<Namespace>)(child => child.OnServerEvent("event", _ => { }))) { TestName = "{m}(OnServerEvent)" },
        new TestCaseData((Action<Namespace>)(child => child.OnSessionExpired(_ => { }))) { TestName = "{m}(OnSessionExpired)" },
        new TestCaseData((Action<Namespace>)(child => child.Adapter.Rooms.OnJoined((_, _) => { }))) { TestName = "{m}(Rooms)" },
    ];

    [TestCaseSource(nameof(Configured))]
    public async Task Child_ThatTheApplicationGaveSomethingWhileAClientWasIn_Stays(Action<Namespace> give)
    {
        await using var server = await StartAsync(cleanup: true);
        var parent = server.Io.Of(Pattern);
        using var client = await RawClient.ConnectAsync(server);
        await client.JoinAsync("/child");

        give(server.Io.Of("/child"));
        await client.SendAsync("41/child,");
        await client.SyncAsync();

        Assert.That(parent.Children, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Child_ThatTheApplicationOnlySentTo_IsRemoved()
    {
        await using var server = await StartAsync(cleanup: true);
        var parent = server.Io.Of(Pattern);
        // The next one would be given this, too.
        server.Io.OnNewNamespace(async created =>
        {
            created.OnConnection(_ => { });
            await Task.Yield();
            created.Use(_ => null);
        });
        server.Io.Of("/child").Emit("anybody there");
        using var client = await RawClient.ConnectAsync(server);
        await client.JoinAsync("/child");

        await client.SendAsync("41/child,");
        await client.SyncAsync();

        Assert.That(parent.Children, Is.Empty);
    }

    private static Task<SocketServer> StartAsync(bool cleanup) =>
        SocketServer.StartAsync(configure: options => options.CleanupEmptyChildNamespaces = cleanup);
}
