using System.Text.Json;

namespace SocketIO.Tests.Support;

/// <summary>A client that polls by hand. What it reads are the packets as they stand on the wire ("42[…]").</summary>
internal sealed class PollingClient
{
    private readonly SocketServer _server;

    private PollingClient(SocketServer server, string session)
    {
        _server = server;
        Session = session;
    }

    /// <summary>The id of the Engine.IO session.</summary>
    public string Session { get; }

    private string Address => $"/socket.io/?EIO=4&transport=polling&sid={Session}";

    /// <summary>Opens a connection, in no namespace yet.</summary>
    public static async Task<PollingClient> OpenAsync(SocketServer server)
    {
        var body = await server.Http.GetStringAsync("/socket.io/?EIO=4&transport=polling").Within();
        using var open = JsonDocument.Parse(body[1..]);
        return new PollingClient(server, open.RootElement.GetProperty("sid").GetString()!);
    }

    /// <summary>Opens a connection and joins <c>/</c>; gives the socket's id too.</summary>
    public static async Task<(PollingClient Client, string Sid)> ConnectAsync(SocketServer server)
    {
        var client = await OpenAsync(server);
        await client.PostAsync("40");
        using var payload = JsonDocument.Parse((await client.PollAsync())[2..]);
        return (client, payload.RootElement.GetProperty("sid").GetString()!);
    }

    public Task<string> PollAsync() => _server.Http.GetStringAsync(Address).Within();

    public async Task PostAsync(string body)
    {
        using var content = new StringContent(body);
        using var response = await _server.Http.PostAsync(Address, content).Within();
        Assert.That(await response.Content.ReadAsStringAsync().Within(), Is.EqualTo("ok"));
    }

    /// <summary>Closes the session. Otherwise the server waits for the next poll when it stops.</summary>
    public Task CloseAsync() => PostAsync("1");

    /// <summary>What arrives, given the poll that is open, up to a packet.</summary>
    public async Task<List<string>> PollUntilAsync(Task<string> poll, string last)
    {
        var packets = new List<string>();
        while (true)
        {
            packets.AddRange((await poll).Split('\u001e'));
            if (packets[^1] == last)
            {
                return packets;
            }
            poll = PollAsync();
        }
    }
}
