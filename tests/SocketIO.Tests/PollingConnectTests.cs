using System.Text.Json;

namespace SocketIO.Tests;

public sealed class PollingConnectTests
{
    [Test]
    public async Task Connect_OverPolling_AnswersAndDelivers()
    {
        await using var server = await SocketServer.StartAsync(socket => socket.On("echo", context => socket.Emit("back", context.Arguments.ToRaw())));
        var session = await OpenAsync(server);

        await PostAsync(server, session, "40");
        Assert.That(await PollAsync(server, session), Does.StartWith("40{\"sid\":"));
        await PostAsync(server, session, "451-[\"echo\",{\"_placeholder\":true,\"num\":0}]\u001ebAQIDBA==");

        Assert.That(await PollAsync(server, session), Is.EqualTo("451-[\"back\",{\"_placeholder\":true,\"num\":0}]\u001ebAQIDBA=="));
    }

    [TestCase("450-[\"hi\"]")]
    [TestCase("45woooot")]
    [TestCase("444[\"handle me please\"]")]
    [TestCase("42[\"before connect\"]")]
    public async Task Packet_AgainstTheProtocol_IsAnsweredWithNoopAndClose(string packet)
    {
        await using var server = await SocketServer.StartAsync();
        var session = await OpenAsync(server);

        var poll = PollAsync(server, session);
        await PostAsync(server, session, packet);

        Assert.That(await poll, Is.EqualTo("6\u001e1").Or.EqualTo("1"));
        using var after = await server.Http.GetAsync($"/socket.io/?EIO=4&transport=polling&sid={session}").Within();
        Assert.That(await after.Content.ReadAsStringAsync().Within(), Is.EqualTo("""{"code":1,"message":"Session ID unknown"}"""));
    }

    private static async Task<string> OpenAsync(SocketServer server)
    {
        var body = await server.Http.GetStringAsync("/socket.io/?EIO=4&transport=polling").Within();
        using var open = JsonDocument.Parse(body[1..]);
        return open.RootElement.GetProperty("sid").GetString()!;
    }

    private static Task<string> PollAsync(SocketServer server, string session) =>
        server.Http.GetStringAsync($"/socket.io/?EIO=4&transport=polling&sid={session}").Within();

    private static async Task PostAsync(SocketServer server, string session, string body)
    {
        using var content = new StringContent(body);
        using var response = await server.Http.PostAsync($"/socket.io/?EIO=4&transport=polling&sid={session}", content).Within();
        Assert.That(await response.Content.ReadAsStringAsync().Within(), Is.EqualTo("ok"));
    }
}
