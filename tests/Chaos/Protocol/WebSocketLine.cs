using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Chaos.Protocol;

/// <summary>A WebSocket on a bare socket. It masks with zeros, which the protocol allows and which costs nothing.</summary>
internal sealed class WebSocketLine : EngineLine
{
    private const int Text = 1;
    private const int Close = 8;
    private const int Ping = 9;
    private const int Pong = 10;
    private const byte Final = 0x80;
    private const byte Masked = 0x80;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ReceiveBuffer _received;

    private WebSocketLine() => _received = new ReceiveBuffer(_socket);

    public static async Task<WebSocketLine> ConnectAsync(int port, CancellationToken cancellation)
    {
        var line = new WebSocketLine();
        try
        {
            await line._socket.ConnectAsync(IPAddress.Loopback, port, cancellation).ConfigureAwait(false);
            await line.ShakeHandsAsync(port, cancellation).ConfigureAwait(false);
            return line;
        }
        catch (SocketException exception)
        {
            line.Dispose();
            throw new IOException(exception.SocketErrorCode.ToString(), exception);
        }
        catch
        {
            line.Dispose();
            throw;
        }
    }

    public override async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await _received.FillAsync(2, cancellation).ConfigureAwait(false);
            var (opcode, header, length) = (_received[0] & 0x0F, 2, (long)_received[1]);
            if (length == 126)
            {
                await _received.FillAsync(header = 4, cancellation).ConfigureAwait(false);
                length = BinaryPrimitives.ReadUInt16BigEndian(_received.Peek(2, 2));
            }
            else if (length == 127)
            {
                await _received.FillAsync(header = 10, cancellation).ConfigureAwait(false);
                length = BinaryPrimitives.ReadInt64BigEndian(_received.Peek(2, 8));
            }
            if ((_received[0] & Final) == 0 || length > int.MaxValue)
            {
                throw new IOException("a frame that this client does not take");
            }
            await _received.FillAsync(header + (int)length, cancellation).ConfigureAwait(false);
            var payload = _received.Take(header, (int)length);
            switch (opcode)
            {
                case Text:
                    return payload;
                case Close:
                    throw new IOException("closed by the server");
                case Ping:
                    await SendFrameAsync(Pong, payload, cancellation).ConfigureAwait(false);
                    break;
                default:
                    break;
            }
        }
    }

    public override Task SendAsync(ReadOnlyMemory<byte> packet, CancellationToken cancellation) => SendFrameAsync(Text, packet, cancellation);

    public override void Dispose() => _socket.Dispose();

    private async Task ShakeHandsAsync(int port, CancellationToken cancellation)
    {
        var request = $"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        await SendAllAsync(Encoding.ASCII.GetBytes(request), cancellation).ConfigureAwait(false);
        var head = await _received.TakeHeadAsync(cancellation).ConfigureAwait(false);
        if (!head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
        {
            throw new IOException($"refused: {head.Split('\r')[0]}");
        }
    }

    private async Task SendFrameAsync(int opcode, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        var header = payload.Length < 126 ? 6 : 8;
        if (payload.Length > ushort.MaxValue)
        {
            throw new ArgumentException("This client sends short packets only.", nameof(payload));
        }
        var frame = new byte[header + payload.Length];
        frame[0] = (byte)(Final | opcode);
        if (header == 6)
        {
            frame[1] = (byte)(Masked | payload.Length);
        }
        else
        {
            frame[1] = Masked | 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        }
        payload.CopyTo(frame.AsMemory(header));
        await _sending.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await SendAllAsync(frame, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            while (bytes.Length > 0)
            {
                bytes = bytes[await _socket.SendAsync(bytes, cancellation).ConfigureAwait(false)..];
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw new IOException("lost while sending", exception);
        }
    }
}
