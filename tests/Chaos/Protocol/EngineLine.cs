namespace Chaos.Protocol;

/// <summary>
/// One Engine.IO connection over one transport, as cheap as it can be: thousands live in one process. Whatever ends it
/// shows as an <see cref="IOException"/>.
/// </summary>
internal abstract class EngineLine : IDisposable
{
    /// <summary>Connects.</summary>
    public static async Task<EngineLine> OpenAsync(int port, bool polling, CancellationToken cancellation) =>
        polling
            ? new PollingLine(port)
            : await WebSocketLine.ConnectAsync(port, cancellation).ConfigureAwait(false);

    /// <summary>The next packet, valid until the next call.</summary>
    public abstract ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellation);

    public abstract Task SendAsync(ReadOnlyMemory<byte> packet, CancellationToken cancellation);

    /// <summary>Ends it without a word, and with it every call that waits.</summary>
    public abstract void Dispose();
}
