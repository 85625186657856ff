namespace SocketIO.Tests;

/// <summary>Acknowledgements that the server asks for, over a real connection.</summary>
public sealed class AckTests
{
    [Test]
    public async Task EmitWithAck_ClientAnswers_GivesTheArguments()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            var answer = socket.EmitWithAckAsync("question", 1);
            Assert.That(await client.ReadAsync(), Is.EqualTo("""420["question",1]"""));
            await client.SendAsync("""430["yes",2]""");

            Assert.That(Wire.Json(await answer.Within()), Is.EqualTo("\"yes\" | 2"));
        }
    }

    [Test]
    public async Task EmitWithAck_BinaryBothWays_GivesTheBytes()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            var answer = socket.EmitWithAckAsync("question", new byte[] { 1, 2 });
            Assert.That(await client.ReadAsync(2), Is.EqualTo(["""451-0["question",{"_placeholder":true,"num":0}]""", "hex:0102"]));
            await client.SendAsync("""461-0[{"_placeholder":true,"num":0}]""");
            await client.SendAsync(3, 4);

            Assert.That((await answer.Within()).Get<byte[]>(0), Is.EqualTo(new byte[] { 3, 4 }));
        }
    }

    [Test]
    public async Task EmitWithAck_SeveralOpen_EachGetsItsOwnAnswer()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            var answers = Enumerable.Range(0, 3).Select(_ => socket.EmitWithAckAsync("question")).ToArray();
            await client.ReadAsync(3);
            foreach (var id in (int[])[2, 0, 1])
            {
                await client.SendAsync($"43{id}[{id}]");
            }

            var got = await Task.WhenAll(answers).Within();
            Assert.That(got.Select(arguments => arguments.Get<int>(0)), Is.EqualTo([0, 1, 2]));
        }
    }

    [Test]
    public async Task EmitWithAck_AwaitedInAHandler_AnswerPassesTheQueue()
    {
        await using var server = await SocketServer.StartAsync(socket => socket.On("ask", async context =>
        {
            var answer = await socket.EmitWithAckAsync("question");
            context.Ack(answer.Get<string>(0));
        }));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("""425["ask"]""");
        Assert.That(await client.ReadAsync(), Is.EqualTo("""420["question"]"""));
        await client.SendAsync("""430["answer"]""");

        Assert.That(await client.ReadAsync(), Is.EqualTo("""435["answer"]"""));
    }

    [Test]
    public async Task EmitWithAck_NoAnswerInTime_TimesOutAndALateOneIsIgnored()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            var answer = socket.Timeout(TimeSpan.FromMilliseconds(30)).EmitWithAckAsync("question");
            await client.ReadAsync();

            await Assert.ThrowsAsync<AckTimeoutException>(() => answer.Within());
            await client.SendAsync("430[]");
            Assert.That(await client.SyncAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task EmitWithAck_ClientDisconnects_Fails()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            var answer = socket.EmitWithAckAsync("question");
            client.Abort();

            await Assert.ThrowsAsync<SocketDisconnectedException>(() => answer.Within());
            await Assert.ThrowsAsync<SocketDisconnectedException>(() => socket.EmitWithAckAsync("question").Within());
        }
    }

    [Test]
    public async Task Ack_NobodyWaitsFor_IsIgnored()
    {
        await using var server = await SocketServer.StartAsync();
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("4399[1]");

        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task EmitWithAck_ArgumentThatCannotBeWritten_ThrowsAndNothingIsSent()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            Assert.That(() => socket.EmitWithAckAsync("question", new Action(() => { })), Throws.InstanceOf<NotSupportedException>());
            Assert.That(await client.SyncAsync(), Is.Empty);
        }
    }
}
