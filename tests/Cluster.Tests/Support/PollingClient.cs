using System.Text;

namespace Cluster.Tests.Support;

/// <summary>A bare long-polling client, which polls only when it is told to.</summary>
public sealed class PollingClient : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly Queue<string> _received = [];
    private readonly string _path;

    private PollingClient(string url) => _path = $"{url}/socket.io/?EIO=4&transport=polling";

    private string Session { get; set; } = "";

    /// <summary>Connects to the main namespace.</summary>
    public static async Task<PollingClient> ConnectAsync(string url)
    {
        var client = new PollingClient(url);
        var open = await client._http.GetStringAsync(client._path);
        client.Session = System.Text.Json.JsonDocument.Parse(open[1..]).RootElement.GetProperty("sid").GetString()!;
        await client.PostAsync("40");
        await client.ReceiveAsync("40{\"sid\":");
        return client;
    }

    /// <summary>Polls until a packet begins so.</summary>
    public async Task ReceiveAsync(string start)
    {
        do
        {
            if (_received.Count == 0)
            {
                await FetchAsync();
            }
        }
        while (!_received.Dequeue().StartsWith(start, StringComparison.Ordinal));
    }

    /// <summary>Polls once.</summary>
    /// <returns>The packets, those of an earlier poll that were not asked for included.</returns>
    public async Task<IReadOnlyList<string>> PollAsync()
    {
        await FetchAsync();
        string[] packets = [.. _received];
        _received.Clear();
        return packets;
    }

    /// <summary>Sends an event of the main namespace, its name and arguments as a JSON array.</summary>
    public Task EmitAsync(string json) => PostAsync("42" + json);

    public void Dispose() => _http.Dispose();

    private async Task FetchAsync()
    {
        foreach (var packet in (await _http.GetStringAsync($"{_path}&sid={Session}")).Split('\x1e'))
        {
            _received.Enqueue(packet);
        }
    }

    private async Task PostAsync(string payload)
    {
        using var body = new StringContent(payload, Encoding.UTF8, "text/plain");
        using var answer = await _http.PostAsync($"{_path}&sid={Session}", body);
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("ok"));
    }
}
