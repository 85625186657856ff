using System.Net.WebSockets;
using System.Text;

namespace Attacks.Wire;

/// <summary>A WebSocket that says what it likes.</summary>
internal sealed class AttackClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    private AttackClient() => _socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;

    /// <summary>Whether the server has not ended it.</summary>
    public bool IsOpen => _socket.State == WebSocketState.Open;

    /// <summary>Opens a connection, in no namespace yet.</summary>
    /// <param name="port">The worker's port.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="header">A header that it carries, if any.</param>
    public static async Task<AttackClient> OpenAsync(int port, CancellationToken cancellation, (string Name, string Value)? header = null)
    {
        var client = new AttackClient();
        try
        {
            if (header is { } given)
            {
                client._socket.Options.SetRequestHeader(given.Name, given.Value);
            }
            await client._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"), cancellation);
            await client.ReadAsync(cancellation);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public Task SendAsync(string text, CancellationToken cancellation) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancellation);

    public Task SendAsync(byte[] binary, CancellationToken cancellation) =>
        _socket.SendAsync(binary, WebSocketMessageType.Binary, endOfMessage: true, cancellation);

    /// <summary>The next message; <see langword="null"/> when the server has ended the connection.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellation)
    {
        var text = new StringBuilder();
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(), cancellation);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }
            text.Append(Encoding.UTF8.GetString(_buffer, 0, part.Count));
            if (part.EndOfMessage)
            {
                return text.ToString();
            }
        }
    }

    /// <summary>Reads and drops what comes, until the end.</summary>
    public async Task DrainAsync(CancellationToken cancellation)
    {
        while (await ReadAsync(cancellation) is { } message)
        {
            if (message == "2")
            {
                await SendAsync("3", cancellation);
            }
        }
    }

    /// <summary>Ends the connection without a word.</summary>
    public void Dispose()
    {
        _socket.Abort();
        _socket.Dispose();
    }
}
