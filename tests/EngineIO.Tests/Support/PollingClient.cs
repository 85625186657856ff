using System.Net;
using System.Text;
using System.Text.Json;

namespace EngineIO.Tests.Support;

/// <summary>A client that polls by hand.</summary>
internal sealed class PollingClient
{
    private readonly EngineServer _server;

    private PollingClient(EngineServer server, string sid)
    {
        _server = server;
        Sid = sid;
    }

    public string Sid { get; }

    public string Query => $"?EIO=4&transport=polling&sid={Sid}";

    public TestHandler.Session Session => _server.Handler[Sid];

    public static async Task<PollingClient> OpenAsync(EngineServer server)
    {
        var body = await server.Http.GetStringAsync("?EIO=4&transport=polling").Within();
        using var open = JsonDocument.Parse(body[1..]);
        return new PollingClient(server, open.RootElement.GetProperty("sid").GetString()!);
    }

    public Task<HttpResponseMessage> GetAsync() => _server.Http.GetAsync(Query).Within();

    /// <summary>The body of a poll that has to succeed.</summary>
    public async Task<string> PollAsync()
    {
        using var response = await GetAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await response.Content.ReadAsStringAsync().Within();
    }

    /// <summary>Starts a poll and waits until the server holds it.</summary>
    public async Task<Task<string>> StartPollAsync()
    {
        var poll = PollAsync();
        await Testing.Eventually.TrueAsync(() => Session.Socket.IsWritable || poll.IsCompleted, "the poll's arrival");
        return poll;
    }

    public async Task<HttpStatusCode> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8);
        using var response = await _server.Http.PostAsync(Query, content).Within();
        return response.StatusCode;
    }

    public async Task<HttpStatusCode> GetStatusAsync()
    {
        using var response = await GetAsync();
        return response.StatusCode;
    }
}
