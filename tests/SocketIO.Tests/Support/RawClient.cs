using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace SocketIO.Tests.Support;

/// <summary>
/// A client that speaks the protocol by hand over a WebSocket. Messages read as they stand on the wire ("42[…]"),
/// binary ones as "hex:" and their bytes, the end of the connection as "closed".
/// </summary>
public sealed class RawClient : IDisposable
{
    private const string SyncId = "777777";

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[512 * 1024];

    private RawClient() => _socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;

    /// <summary>The id of the socket in <c>/</c>.</summary>
    public string Sid { get; private set; } = "";

    /// <summary>What a text is read as; as it stands on the wire, if nothing else is set.</summary>
    public Func<string, string> Reading { get; set; } = static message => message;

    /// <summary>Opens a connection, in no namespace yet.</summary>
    public static Task<RawClient> OpenAsync(SocketServer server, string query = "") => OpenAsync(server.Port, query);

    /// <inheritdoc cref="OpenAsync(SocketServer, string)"/>
    public static async Task<RawClient> OpenAsync(int port, string query = "", CookieContainer? cookies = null)
    {
        var client = new RawClient();
        client._socket.Options.Cookies = cookies;
        await client._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket{query}"), CancellationToken.None).Within();
        Assert.That(await client.ReadAsync(), Does.StartWith("0{"));
        return client;
    }

    /// <summary>Opens a connection as the clients of Socket.IO v2 do; its id is that of the socket in <c>/</c>, too.</summary>
    public static async Task<RawClient> OpenFormerAsync(SocketServer server)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Port}/socket.io/?EIO=3&transport=websocket"), CancellationToken.None).Within();
        using var open = JsonDocument.Parse((await client.ReadAsync())[1..]);
        client.Sid = open.RootElement.GetProperty("sid").GetString()!;
        return client;
    }

    /// <summary>Opens a connection and joins <c>/</c>.</summary>
    public static async Task<RawClient> ConnectAsync(SocketServer server, string auth = "")
    {
        var client = await OpenAsync(server);
        client.Sid = await client.JoinAsync("/", auth);
        return client;
    }

    /// <summary>Joins a namespace; gives the socket's id.</summary>
    public async Task<string> JoinAsync(string @namespace, string auth = "")
    {
        var prefix = @namespace == "/" ? "" : @namespace + ",";
        await SendAsync($"40{prefix}{auth}");
        var answer = await ReadAsync();
        Assert.That(answer, Does.StartWith($"40{prefix}{{"));
        using var payload = JsonDocument.Parse(answer[(2 + prefix.Length)..]);
        return payload.RootElement.GetProperty("sid").GetString()!;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendAsync(params byte[] binary) => SendAsync(binary, WebSocketMessageType.Binary);

    public async Task<string> ReadAsync()
    {
        var length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part;
            try
            {
                part = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).Within();
            }
            catch (WebSocketException)
            {
                return "closed";
            }
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await CloseAsync();
                return "closed";
            }
            if (part.EndOfMessage)
            {
                var message = _buffer.AsSpan(0, length);
                return part.MessageType == WebSocketMessageType.Binary ? "hex:" + Convert.ToHexString(message) : Reading(Encoding.UTF8.GetString(message));
            }
        }
    }

    public async Task<string[]> ReadAsync(int count)
    {
        var messages = new string[count];
        for (var i = 0; i < count; i++)
        {
            messages[i] = await ReadAsync();
        }
        return messages;
    }

    /// <summary>What has arrived until the server answers an event sent now.</summary>
    public async Task<List<string>> SyncAsync()
    {
        await SendAsync($"42{SyncId}[\"sync\"]");
        var messages = new List<string>();
        while (await ReadAsync() is var message && message != $"43{SyncId}[]")
        {
            Assert.That(message, Is.Not.EqualTo("closed"), string.Join('\n', messages));
            messages.Add(message);
        }
        return messages;
    }

    /// <summary>What arrives until the server closes the connection.</summary>
    public async Task<List<string>> ReadToEndAsync()
    {
        var messages = new List<string>();
        while (await ReadAsync() is var message && message != "closed")
        {
            messages.Add(message);
        }
        return messages;
    }

    /// <summary>Cuts the connection without a word.</summary>
    public void Abort() => _socket.Abort();

    /// <summary>Sends the close frame, or answers the server's.</summary>
    public async Task CloseAsync()
    {
        if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Within();
        }
    }

    public void Dispose() => _socket.Dispose();

    private Task SendAsync(byte[] data, WebSocketMessageType type) => _socket.SendAsync(data, type, endOfMessage: true, CancellationToken.None).Within();
}
