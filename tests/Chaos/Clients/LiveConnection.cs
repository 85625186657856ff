using Chaos.Protocol;
using Chaos.Record;

namespace Chaos.Clients;

/// <summary>A connection that is up, and how it can be ended.</summary>
internal sealed class LiveConnection : IDisposable
{
    private readonly CancellationTokenSource _abandoned = new();
    private readonly SemaphoreSlim _sending = new(1);
    private string? _because;

    public LiveConnection(SocketConnection socket, ConnectionRecord record)
    {
        Socket = socket;
        Record = record;
    }

    public SocketConnection Socket { get; }

    public ConnectionRecord Record { get; }

    /// <summary>Cancelled when the client takes no more notice of it.</summary>
    public CancellationToken Abandoned => _abandoned.Token;

    /// <summary>Why this client ended it, if it did.</summary>
    public string? EndedBecause => Volatile.Read(ref _because);

    /// <summary>Sends a packet; what is done just before is done in the order of the packets.</summary>
    public async Task SendAsync(string packet, Action<ConnectionRecord> before)
    {
        await _sending.WaitAsync(Abandoned).ConfigureAwait(false);
        try
        {
            before(Record);
            await Socket.SendAsync(packet, Abandoned).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Sends a packet that need not arrive.</summary>
    public async Task TellAsync(string packet, Action? before)
    {
        try
        {
            await SendAsync(packet, _ => before?.Invoke()).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The next connection is told without asking.
        }
    }

    /// <summary>Ends it without a word.</summary>
    public void Abort(string because)
    {
        Interlocked.CompareExchange(ref _because, because, null);
        Socket.Dispose();
    }

    /// <summary>Leaves it as it is, unread and open, as a phone does that has changed its network.</summary>
    public void Abandon(string because)
    {
        Interlocked.CompareExchange(ref _because, because, null);
        _abandoned.Cancel();
    }

    // The source stays: somebody may abandon the connection in the very moment in which it ends.
    public void Dispose() => Socket.Dispose();
}
