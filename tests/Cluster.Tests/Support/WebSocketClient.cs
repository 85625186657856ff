using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Cluster.Tests.Support;

/// <summary>A bare WebSocket client of the main namespace.</summary>
public sealed class WebSocketClient : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>What the server said to its CONNECT: its ids.</summary>
    public JsonElement Welcome { get; private set; }

    /// <summary>Connects to the main namespace.</summary>
    /// <param name="url">The worker's address.</param>
    /// <param name="auth">What it shows, as JSON.</param>
    public static async Task<WebSocketClient> ConnectAsync(string url, string auth = "")
    {
        using var limit = new CancellationTokenSource(Limit);
        var client = new WebSocketClient();
        var address = new Uri($"{url.Replace("http:", "ws:", StringComparison.Ordinal)}/socket.io/?EIO=4&transport=websocket");
        await client._socket.ConnectAsync(address, limit.Token);
        Assert.That(await client.ReceiveAsync(), Does.StartWith("0{"));
        await client.SendAsync("40" + auth);
        var answer = await client.ReceiveAsync();
        Assert.That(answer, Does.StartWith("40{\"sid\":"));
        client.Welcome = JsonElement.Parse(answer![2..]);
        return client;
    }

    /// <summary>Sends an event of the main namespace, its name and arguments as a JSON array.</summary>
    public Task EmitAsync(string json) => SendAsync("42" + json);

    /// <summary>The next message; <see langword="null"/> once the server has closed.</summary>
    public async Task<string?> ReceiveAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var message = await _socket.ReceiveAsync(_buffer, limit.Token);
            return message.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(_buffer, 0, message.Count);
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    /// <summary>Reads until a message begins so.</summary>
    public async Task<string> ReceiveAsync(string start)
    {
        while (await ReceiveAsync() is { } message)
        {
            if (message.StartsWith(start, StringComparison.Ordinal))
            {
                return message;
            }
        }
        throw new InvalidOperationException($"The connection was closed before {start} came.");
    }

    public void Dispose() => _socket.Dispose();

    private async Task SendAsync(string message)
    {
        using var limit = new CancellationTokenSource(Limit);
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, limit.Token);
    }
}
