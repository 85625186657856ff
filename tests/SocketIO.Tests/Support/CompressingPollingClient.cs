using System.Text.Json;

namespace SocketIO.Tests.Support;

/// <summary>A client that polls, takes compressed answers, and tells whether they were.</summary>
public sealed class CompressingPollingClient
{
    private readonly SocketServer _server;
    private readonly string _url;

    private CompressingPollingClient(SocketServer server, string session)
    {
        _server = server;
        _url = $"/socket.io/?EIO=4&transport=polling&sid={session}";
    }

    /// <summary>The id of the socket in <c>/</c>.</summary>
    public string Sid { get; private set; } = "";

    /// <summary>Opens a connection and joins <c>/</c>.</summary>
    public static async Task<CompressingPollingClient> ConnectAsync(SocketServer server)
    {
        var open = await server.Http.GetStringAsync("/socket.io/?EIO=4&transport=polling").Within();
        var client = new CompressingPollingClient(server, Read(open[1..], "sid"));
        await client.PostAsync("40");
        var (answer, _) = await client.PollAsync();
        client.Sid = Read(answer[2..], "sid");
        return client;
    }

    public async Task PostAsync(string body)
    {
        using var content = new StringContent(body);
        using var response = await _server.Http.PostAsync(_url, content).Within();
        Assert.That(await response.Content.ReadAsStringAsync().Within(), Is.EqualTo("ok"));
    }

    /// <summary>Waits for the next messages; a compressed answer is not read.</summary>
    public async Task<(string Body, bool Compressed)> PollAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _url);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        using var response = await _server.Http.SendAsync(request).Within();
        var compressed = response.Content.Headers.ContentEncoding.Count > 0;
        return (compressed ? "" : await response.Content.ReadAsStringAsync().Within(), compressed);
    }

    private static string Read(string json, string name)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty(name).GetString()!;
    }
}
