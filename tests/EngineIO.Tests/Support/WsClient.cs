using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace EngineIO.Tests.Support;

/// <summary>A client over a WebSocket; binary messages read as "hex:" and their bytes, a close frame as "close:" and its status.</summary>
internal sealed class WsClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[256 * 1024];

    private WsClient()
    {
    }

    public string Sid { get; set; } = "";

    public ClientWebSocket Socket => _socket;

    public static Uri Address(EngineServer server, string query) => new($"ws://127.0.0.1:{server.Port}/engine.io/{query}");

    /// <summary>Connects without reading anything.</summary>
    public static async Task<WsClient> ConnectAsync(EngineServer server, string query, WebSocketDeflateOptions? deflate = null)
    {
        var client = new WsClient();
        client._socket.Options.DangerousDeflateOptions = deflate;
        client._socket.Options.CollectHttpResponseDetails = true;
        client._socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        await client._socket.ConnectAsync(Address(server, query), CancellationToken.None).Within();
        return client;
    }

    /// <summary>Opens a session.</summary>
    public static async Task<WsClient> OpenAsync(EngineServer server)
    {
        var client = await ConnectAsync(server, "?EIO=4&transport=websocket");
        using var open = JsonDocument.Parse((await client.ReadAsync())[1..]);
        client.Sid = open.RootElement.GetProperty("sid").GetString()!;
        return client;
    }

    /// <summary>Moves a polling session to a WebSocket.</summary>
    public static async Task<WsClient> UpgradeAsync(EngineServer server, string sid)
    {
        var client = await ProbeAsync(server, sid);
        await client.SendAsync("5");
        return client;
    }

    /// <summary>Probes a polling session, without completing the upgrade.</summary>
    public static async Task<WsClient> ProbeAsync(EngineServer server, string sid)
    {
        var client = await ConnectAsync(server, $"?EIO=4&transport=websocket&sid={sid}");
        client.Sid = sid;
        await client.SendAsync("2probe");
        Assert.That(await client.ReadAsync(), Is.EqualTo("3probe"));
        return client;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendAsync(byte[] data, WebSocketMessageType type = WebSocketMessageType.Binary) =>
        _socket.SendAsync(data, type, endOfMessage: true, CancellationToken.None).Within();

    public async Task<string> ReadAsync()
    {
        var length = 0;
        while (true)
        {
            var result = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).AsTask().Within();
            length += result.Count;
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return $"close:{(int?)_socket.CloseStatus}";
            }
            if (result.EndOfMessage)
            {
                var message = _buffer.AsSpan(0, length);
                return result.MessageType == WebSocketMessageType.Binary
                    ? "hex:" + Convert.ToHexString(message) : Encoding.UTF8.GetString(message);
            }
        }
    }

    public Task CloseAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Within();

    public void Dispose() => _socket.Dispose();
}
