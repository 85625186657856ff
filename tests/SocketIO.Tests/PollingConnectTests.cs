namespace SocketIO.Tests;

public sealed class PollingConnectTests
{
    [Test]
    public async Task Connect_OverPolling_AnswersAndDelivers()
    {
        await using var server = await SocketServer.StartAsync(socket => socket.On("echo", context => socket.Emit("back", context.Arguments.ToRaw())));
        var client = await PollingClient.OpenAsync(server);

        await client.PostAsync("40");
        Assert.That(await client.PollAsync(), Does.StartWith("40{\"sid\":"));
        await client.PostAsync("451-[\"echo\",{\"_placeholder\":true,\"num\":0}]\u001ebAQIDBA==");

        Assert.That(await client.PollAsync(), Is.EqualTo("451-[\"back\",{\"_placeholder\":true,\"num\":0}]\u001ebAQIDBA=="));
        await client.CloseAsync();
    }

    [TestCase("450-[\"hi\"]")]
    [TestCase("45woooot")]
    [TestCase("444[\"handle me please\"]")]
    [TestCase("42[\"before connect\"]")]
    public async Task Packet_AgainstTheProtocol_IsAnsweredWithNoopAndClose(string packet)
    {
        await using var server = await SocketServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);

        var poll = client.PollAsync();
        await client.PostAsync(packet);

        Assert.That(await poll, Is.EqualTo("6\u001e1").Or.EqualTo("1"));
        using var after = await server.Http.GetAsync($"/socket.io/?EIO=4&transport=polling&sid={client.Session}").Within();
        Assert.That(await after.Content.ReadAsStringAsync().Within(), Is.EqualTo("""{"code":1,"message":"Session ID unknown"}"""));
    }
}
