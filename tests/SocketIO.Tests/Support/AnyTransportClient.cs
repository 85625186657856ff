namespace SocketIO.Tests.Support;

/// <summary>A client of either transport, for tests of what must not depend on it. Messages are written as in <see cref="RawClient"/>.</summary>
internal sealed class AnyTransportClient : IAsyncDisposable
{
    private readonly Queue<string> _arrived = [];
    private readonly RawClient? _webSocket;
    private readonly PollingClient? _polling;

    private AnyTransportClient(RawClient? webSocket, PollingClient? polling)
    {
        _webSocket = webSocket;
        _polling = polling;
    }

    /// <summary>Opens a connection, in no namespace yet.</summary>
    public static async Task<AnyTransportClient> OpenAsync(SocketServer server, string transport) => transport == "polling"
        ? new AnyTransportClient(null, await PollingClient.OpenAsync(server))
        : new AnyTransportClient(await RawClient.OpenAsync(server), null);

    /// <summary>Sends messages; by polling in one payload, its base64 as microcontrollers write it: URL-safe, without padding.</summary>
    public async Task SendAsync(params string[] messages)
    {
        if (_polling is not null)
        {
            await _polling.PostAsync(string.Join('\u001e', messages.Select(AsPolled)));
            return;
        }
        foreach (var message in messages)
        {
            await (message.StartsWith("hex:", StringComparison.Ordinal) ? _webSocket!.SendAsync(Bytes(message)) : _webSocket!.SendAsync(message));
        }
    }

    public async Task<string> ReadAsync()
    {
        if (_polling is null)
        {
            return await _webSocket!.ReadAsync();
        }
        while (_arrived.Count == 0)
        {
            foreach (var packet in (await _polling.PollAsync()).Split('\u001e'))
            {
                _arrived.Enqueue(packet.StartsWith('b') ? "hex:" + Convert.ToHexString(Convert.FromBase64String(packet[1..])) : packet);
            }
        }
        return _arrived.Dequeue();
    }

    public async ValueTask DisposeAsync()
    {
        _webSocket?.Dispose();
        if (_polling is not null)
        {
            await _polling.CloseAsync();
        }
    }

    private static string AsPolled(string message) =>
        message.StartsWith("hex:", StringComparison.Ordinal) ? "b" + System.Buffers.Text.Base64Url.EncodeToString(Bytes(message)) : message;

    private static byte[] Bytes(string message) => Convert.FromHexString(message["hex:".Length..]);
}
