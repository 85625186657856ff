using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Chaos.Protocol;

/// <summary>Long-polling: a GET that waits for packets, and a POST for each that is sent.</summary>
internal sealed class PollingLine : EngineLine
{
    private const byte Separator = 0x1e;

    private readonly SocketsHttpHandler _handler = new() { UseProxy = false, UseCookies = false, MaxConnectionsPerServer = 4 };
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _end = new();
    private readonly HttpClient _http;
    private string _url;
    private ReadOnlyMemory<byte> _payload;
    private string? _because;
    private bool _isOpen;
    private int _isDisposed;

    public PollingLine(int port)
    {
        _url = $"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling";
        _http = new HttpClient(_handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public override async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellation)
    {
        while (_payload.IsEmpty)
        {
            _payload = await RequestAsync(HttpMethod.Get, null, cancellation).ConfigureAwait(false);
        }
        var end = _payload.Span.IndexOf(Separator);
        var packet = end < 0 ? _payload : _payload[..end];
        _payload = end < 0 ? default : _payload[(end + 1)..];
        if (!_isOpen)
        {
            _isOpen = true;
            _url += $"&sid={OpenPacket.ReadSid(packet.Span)}";
        }
        return packet;
    }

    public override async Task SendAsync(ReadOnlyMemory<byte> packet, CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await RequestAsync(HttpMethod.Post, packet, cancellation).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            // As the JavaScript client does it: a POST that fails ends the poll, too.
            _because ??= $"a POST was {exception.Message}";
            Dispose();
            throw;
        }
        finally
        {
            _sending.Release();
        }
    }

    public override void Dispose()
    {
        // Whoever ends the connection comes from several sides at once, and HttpClient bears one of them.
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }
        _end.Cancel();
        _http.Dispose();
        _handler.Dispose();
    }

    private async Task<ReadOnlyMemory<byte>> RequestAsync(HttpMethod method, ReadOnlyMemory<byte>? body, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _end.Token);
        try
        {
            using var request = new HttpRequestMessage(method, _url);
            if (body is { } bytes)
            {
                request.Content = new StringContent(Encoding.UTF8.GetString(bytes.Span), Encoding.UTF8, "text/plain");
            }
            using var answer = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                throw new IOException($"refused: {(int)answer.StatusCode}");
            }
            return await answer.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
        }
        // HttpClient lets a SocketException through where a connection is reset just behind its beginning.
        catch (Exception exception) when (exception is HttpRequestException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new IOException(_because ?? "lost", exception);
        }
    }
}
