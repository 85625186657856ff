using System.Net.WebSockets;

namespace SingleProcess.Tests;

/// <summary>Clients that show what is not theirs, or no longer good.</summary>
public sealed class RefusedReturnTests
{
    [Test]
    public async Task Return_WithAPidThatNobodyHas_BeginsANewSessionAndIsLoggedWithoutThePid()
    {
        await using var server = await RecoveryServer.StartAsync();
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("40" + ReturningClient.Auth("forged-private-id", "0123456789abcdef.1"));

        Assert.That(await client.ReadAsync(), Does.StartWith("40{\"sid\":").And.Not.Contain("forged"));
        Assert.That(server.Logs.Messages, Has.Some.Contain("showed a session of / that is not there for it"));
        Assert.That(server.Logs.Messages, Has.None.Contain("forged"));
    }

    [Test]
    public async Task Return_WithThePidOfAnotherNamespace_IsNotRecovered()
    {
        await using var server = await RecoveryServer.StartAsync();
        server.Io.Of("/other");
        using var client = await ReturningClient.ConnectAsync(server);
        var sid = client.Sid;

        await client.ReturnAsync(@namespace: "/other");

        Assert.That(client.Recovered, Is.False);
        Assert.That(client.Sid, Is.Not.EqualTo(sid));
    }

    [Test]
    public async Task Return_AfterItSaidGoodbye_IsNotRecovered()
    {
        await using var server = await RecoveryServer.StartAsync();
        using var client = await ReturningClient.ConnectAsync(server);
        var socket = await server.SocketAsync(client.Sid);
        await client.Raw.SendAsync("41");
        await Eventually.TrueAsync(() => !socket.Connected, "the goodbye");

        await client.ReturnAsync();

        Assert.That(client.Recovered, Is.False);
    }

    [Test]
    public async Task Return_AfterTheServerDisconnectedIt_IsNotRecovered()
    {
        await using var server = await RecoveryServer.StartAsync();
        using var client = await ReturningClient.ConnectAsync(server);
        server.Io.DisconnectSockets();
        Assert.That(await client.Raw.ReadAsync(), Is.EqualTo("41"));

        await client.ReturnAsync();

        Assert.That(client.Recovered, Is.False);
    }

    [Test]
    public async Task Return_AfterItWasDisconnectedWhileAway_IsNotRecovered()
    {
        await using var server = await RecoveryServer.StartAsync();
        using var client = await ReturningClient.ConnectAsync(server);
        var socket = await server.SocketAsync(client.Sid);
        client.Raw.Abort();
        await Eventually.TrueAsync(() => !socket.Connected, "the end of the connection");
        server.Io.In(client.Sid).DisconnectSockets();

        await client.ReturnAsync();

        Assert.That(client.Recovered, Is.False);
    }

    [Test]
    public async Task Return_AfterItsWindow_IsNotRecoveredAndItsEndIsTold()
    {
        await using var server = await RecoveryServer.StartAsync(recovery: options => options.MaxDisconnectionDuration = TimeSpan.FromMilliseconds(100));
        var expired = new TaskCompletionSource<string>();
        server.Io.Main.OnSessionExpired(session => expired.TrySetResult(session.Sid));
        using var client = await ReturningClient.ConnectAsync(server);
        var sid = client.Sid;
        client.Raw.Abort();

        Assert.That(await expired.Task.Within(), Is.EqualTo(sid));
        await client.ReturnAsync();

        Assert.That(client.Recovered, Is.False);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task OnSessionExpired_ThrowsAfterItsFirstAwait_IsLogged(bool asTask)
    {
        await using var server = await RecoveryServer.StartAsync(recovery: options => options.MaxDisconnectionDuration = TimeSpan.FromMilliseconds(100));
        server.ExpectsErrors = true;
        Func<Task> fail = async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("thrown later");
        };
        _ = asTask ? server.Io.Main.OnSessionExpired(_ => fail()) : server.Io.Main.OnSessionExpired(async _ => await fail());
        using var client = await ReturningClient.ConnectAsync(server);

        client.Raw.Abort();

        await Eventually.TrueAsync(() => server.Logs.Errors.Any(), "the exception in the log");
        Assert.That(server.Logs.Errors.Single(), Does.Contain("thrown later"));
    }

    [Test]
    public async Task Return_WithAnOffsetBeyondTheEnd_IsNotRecovered()
    {
        await using var server = await RecoveryServer.StartAsync();
        using var client = await ReturningClient.ConnectAsync(server);
        await server.Io.EmitAsync("event", 1);
        await client.ReadAsync();
        client.Raw.Abort();
        using var raw = await RawClient.OpenAsync(server);

        await raw.SendAsync("40" + ReturningClient.Auth(client.Pid, client.Offset!.Split('.')[0] + ".999999999"));

        Assert.That(await raw.ReadAsync(), Does.StartWith("40{").And.Not.Contain(client.Sid).And.Not.Contain(client.Pid));
    }

    [TestCase("anything else")]
    [TestCase("0123456789abcdef.7")]
    [TestCase(".5")]
    [TestCase("")]
    public async Task Return_WithAForeignOffset_CountsFromTheConnect(string offset)
    {
        await using var server = await RecoveryServer.StartAsync();
        using var client = await ReturningClient.ConnectAsync(server);
        await server.Io.EmitAsync("event", 1);
        client.Raw.Abort();
        using var raw = await RawClient.OpenAsync(server);

        await raw.SendAsync("40" + ReturningClient.Auth(client.Pid, offset));

        Assert.That(await raw.ReadAsync(), Does.Contain(client.Sid).And.Contain(client.Pid));
        Assert.That(await raw.ReadAsync(), Does.StartWith("""42["event",1,"""));
    }

    [Test]
    public async Task Return_OfTwoAtOnceWithOnePid_OneHasTheSessionInTheEnd()
    {
        await using var server = await RecoveryServer.StartAsync();
        using var client = await ReturningClient.ConnectAsync(server);
        client.Raw.Abort();
        using var first = await RawClient.OpenAsync(server);
        using var second = await RawClient.OpenAsync(server);
        var auth = "40" + ReturningClient.Auth(client.Pid, null);

        await Task.WhenAll(first.SendAsync(auth), second.SendAsync(auth));
        await Task.WhenAll(first.ReadAsync(), second.ReadAsync());
        await Eventually.TrueAsync(() => server.Io.Main.Sockets.GetValueOrDefault(client.Sid) is { Connected: true }, "the session");
        await server.Io.In(client.Sid).EmitAsync("whose", 1);

        var got = new[] { await ReadUntilAsync(first), await ReadUntilAsync(second) };
        Assert.That(got.Count(messages => messages.Exists(message => message.StartsWith("""42["whose",1,""", StringComparison.Ordinal))), Is.EqualTo(1));
    }

    [TestCase("{\"pid\":7}")]
    [TestCase("{\"pid\":\"\"}")]
    [TestCase("{\"pid\":null,\"offset\":{}}")]
    public async Task Return_WithNoPidAtAll_BeginsANewSession(string auth)
    {
        await using var server = await RecoveryServer.StartAsync();
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("40" + auth);

        Assert.That(await client.ReadAsync(), Does.StartWith("40{\"sid\":"));
    }

    // What came, up to a goodbye, the end, or an answer to an event sent now.
    private static async Task<List<string>> ReadUntilAsync(RawClient client)
    {
        var messages = new List<string>();
        try
        {
            await client.SendAsync("""421["sync"]""");
        }
        catch (WebSocketException)
        {
            // Closed already: it is to come back, and be told.
            return messages;
        }
        while (await client.ReadAsync() is var message && message is not ("closed" or "41" or "431[]"))
        {
            messages.Add(message);
        }
        return messages;
    }
}
