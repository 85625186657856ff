using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace EngineIO.Tests.Support;

/// <summary>A client that polls by hand.</summary>
internal sealed class PollingClient
{
    private readonly EngineServer _server;

    private readonly int _protocol;

    private PollingClient(EngineServer server, string sid, int protocol)
    {
        _server = server;
        _protocol = protocol;
        Sid = sid;
    }

    public string Sid { get; }

    public string Query => $"?EIO={_protocol}&transport=polling&sid={Sid}";

    public TestHandler.Session Session => _server.Handler[Sid];

    public static async Task<PollingClient> OpenAsync(EngineServer server, int protocol = 4, string more = "")
    {
        var body = await server.Http.GetStringAsync($"?EIO={protocol}&transport=polling{more}").Within();
        using var open = JsonDocument.Parse(body[body.IndexOf('{', StringComparison.Ordinal)..]);
        return new PollingClient(server, open.RootElement.GetProperty("sid").GetString()!, protocol);
    }

    /// <summary>A client of a session that was opened otherwise.</summary>
    public static PollingClient Of(EngineServer server, string sid, int protocol) => new(server, sid, protocol);

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

    public async Task<HttpStatusCode> PostBinaryAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var response = await _server.Http.PostAsync(Query, content).Within();
        return response.StatusCode;
    }

    public async Task<HttpStatusCode> GetStatusAsync()
    {
        using var response = await GetAsync();
        return response.StatusCode;
    }
}
