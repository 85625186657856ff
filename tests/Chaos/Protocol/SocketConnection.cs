using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Chaos.Protocol;

/// <summary>What the server answered to CONNECT.</summary>
internal sealed record ConnectAnswer(string Sid, string? Pid);

/// <summary>A connection to the main namespace (Socket.IO protocol 5 over Engine.IO protocol 4).</summary>
internal sealed class SocketConnection : IDisposable
{
    private readonly EngineLine _line;
    private readonly Action<ReadOnlyMemory<byte>> _heard;

    private SocketConnection(EngineLine line, Action<ReadOnlyMemory<byte>> heard)
    {
        _line = line;
        _heard = heard;
    }

    /// <summary>How long the server may be silent before the client gives up.</summary>
    public TimeSpan Patience { get; private set; }

    /// <summary>Connects the transport.</summary>
    /// <param name="port">Where.</param>
    /// <param name="polling">Over which transport.</param>
    /// <param name="heard">Is called with each packet that comes, whatever it is.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<SocketConnection> OpenAsync(int port, bool polling, Action<ReadOnlyMemory<byte>> heard, CancellationToken cancellation)
    {
        var connection = new SocketConnection(await EngineLine.OpenAsync(port, polling, cancellation).ConfigureAwait(false), heard);
        try
        {
            var open = await connection._line.ReceiveAsync(cancellation).ConfigureAwait(false);
            connection.Patience = OpenPacket.ReadPatience(open.Span);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Asks to be let in, with or without a session to recover.</summary>
    public async Task<ConnectAnswer> ConnectAsync(JsonObject auth, CancellationToken cancellation)
    {
        await SendAsync("40" + auth.ToJsonString(), cancellation).ConfigureAwait(false);
        while (true)
        {
            var packet = await ReceiveAsync(cancellation).ConfigureAwait(false);
            if (packet.Span.StartsWith("40{"u8))
            {
                var answer = JsonNode.Parse(packet.Span[2..])!;
                return new ConnectAnswer(answer["sid"]!.GetValue<string>(), answer["pid"]?.GetValue<string>());
            }
            throw new IOException(packet.Span.StartsWith("44"u8)
                ? $"refused: {Encoding.UTF8.GetString(packet.Span[2..])}"
                : $"not the answer to CONNECT: {Encoding.UTF8.GetString(packet.Span)}");
        }
    }

    /// <summary>Takes events and acknowledgements until the connection ends, which it tells by an <see cref="IOException"/>.</summary>
    public async Task RunAsync(Action<ServerEvent, bool> onEvent, Action<long, ServerEvent> onAck, CancellationToken cancellation)
    {
        while (true)
        {
            var packet = await ReceiveAsync(cancellation).ConfigureAwait(false);
            if (packet.Length < 2 || packet.Span[0] != '4')
            {
                throw new IOException("closed by the server");
            }
            var content = packet[2..];
            var digits = content.Span.IndexOf((byte)'[');
            switch (packet.Span[1])
            {
                case (byte)'2':
                    onEvent(ServerEvent.Parse(content.Span[digits..], named: true), digits > 0);
                    break;
                case (byte)'3':
                    onAck(long.Parse(content.Span[..digits], NumberStyles.None, CultureInfo.InvariantCulture), ServerEvent.Parse(content.Span[digits..], named: false));
                    break;
                case (byte)'1':
                    throw new IOException("disconnected by the server");
                default:
                    throw new IOException($"an unexpected packet: {Encoding.UTF8.GetString(packet.Span)}");
            }
        }
    }

    public Task SendAsync(string packet, CancellationToken cancellation) => _line.SendAsync(Encoding.UTF8.GetBytes(packet), cancellation);

    /// <summary>Ends it without a word.</summary>
    public void Dispose() => _line.Dispose();

    /// <summary>The next packet that is no heartbeat.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var packet = await _line.ReceiveAsync(cancellation).ConfigureAwait(false);
            _heard(packet);
            switch (packet.Span[0])
            {
                case (byte)'2':
                    await SendAsync("3", cancellation).ConfigureAwait(false);
                    break;
                case (byte)'6':
                    break;
                default:
                    return packet;
            }
        }
    }
}
