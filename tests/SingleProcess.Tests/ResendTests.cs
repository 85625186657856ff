namespace SingleProcess.Tests;

/// <summary>Emits that expect an acknowledgement, and clients that go before they have answered.</summary>
public sealed class ResendTests
{
    [Test]
    public async Task EmitWithAck_ClientGoesAndComesBack_IsSentAgainAndAnswered()
    {
        await using var server = await RecoveryServer.StartAsync(recovery: options => options.ResendUnacknowledged = true);
        using var client = await ReturningClient.ConnectAsync(server);
        var socket = await server.SocketAsync(client.Sid);
        var answer = socket.EmitWithAckAsync("question", 1);
        Assert.That(await client.Raw.ReadAsync(), Is.EqualTo("""420["question",1]"""));
        client.Raw.Abort();
        await Eventually.TrueAsync(() => !socket.Connected, "the end of the connection");
        Assert.That(answer.IsCompleted, Is.False);

        await client.ReturnAsync();
        var again = await client.Raw.ReadAsync();
        Assert.That(again, Does.EndWith("""["question",1]"""));
        await client.Raw.SendAsync("43" + again[2..again.IndexOf('[', StringComparison.Ordinal)] + "[2]");

        Assert.That((await answer.Within()).Get<int>(0), Is.EqualTo(2));
    }

    [Test]
    public async Task EmitWithAck_ClientDoesNotComeBack_FailsWhenItsWindowIsOver()
    {
        await using var server = await RecoveryServer.StartAsync(recovery: options =>
        {
            options.ResendUnacknowledged = true;
            options.MaxDisconnectionDuration = TimeSpan.FromMilliseconds(100);
        });
        using var client = await ReturningClient.ConnectAsync(server);
        var answer = (await server.SocketAsync(client.Sid)).EmitWithAckAsync("question", 1);
        await client.Raw.ReadAsync();

        client.Raw.Abort();

        await Assert.ThrowsAsync<SocketDisconnectedException>(() => answer.Within());
    }

    [Test]
    public async Task EmitWithAck_TimeIsUpWhileTheClientIsAway_FailsAndIsNotSentAgain()
    {
        await using var server = await RecoveryServer.StartAsync(recovery: options => options.ResendUnacknowledged = true);
        using var client = await ReturningClient.ConnectAsync(server);
        var socket = await server.SocketAsync(client.Sid);
        var answer = socket.Timeout(TimeSpan.FromMilliseconds(300)).EmitWithAckAsync("question", 1);
        await client.Raw.ReadAsync();
        client.Raw.Abort();

        await Assert.ThrowsAsync<AckTimeoutException>(() => answer.Within());
        await client.ReturnAsync();

        Assert.That(client.Recovered);
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task EmitWithAck_CancelledWhileTheClientIsAway_IsNotSentAgain()
    {
        await using var server = await RecoveryServer.StartAsync(recovery: options => options.ResendUnacknowledged = true);
        using var client = await ReturningClient.ConnectAsync(server);
        var socket = await server.SocketAsync(client.Sid);
        using var cancellation = new CancellationTokenSource();
        var answer = socket.EmitWithAckAsync("question", 1, cancellation.Token);
        await client.Raw.ReadAsync();
        client.Raw.Abort();
        await Eventually.TrueAsync(() => !socket.Connected, "the end of the connection");

        await cancellation.CancelAsync();
        await Assert.ThatAsync(() => answer.Within(), Throws.InstanceOf<OperationCanceledException>());
        await client.ReturnAsync();

        Assert.That(client.Recovered);
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task EmitWithAck_ByDefault_FailsWithTheConnection()
    {
        await using var server = await RecoveryServer.StartAsync();
        using var client = await ReturningClient.ConnectAsync(server);
        var answer = (await server.SocketAsync(client.Sid)).EmitWithAckAsync("question", 1);
        await client.Raw.ReadAsync();

        client.Raw.Abort();

        await Assert.ThrowsAsync<SocketDisconnectedException>(() => answer.Within());
        await client.ReturnAsync();
        Assert.That(await client.SyncAsync(), Is.Empty);
    }
}
