using EngineIO;

namespace SocketIO.Connections;

/// <summary>
/// Closes connections that join no namespace in time. All wait equally long, so a queue and one timer do for a whole
/// server.
/// </summary>
internal sealed class ConnectTimeouts : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<(long Due, ClientConnection Connection)> _waiting = new();
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    public ConnectTimeouts(TimeSpan timeout, TimeProvider time)
    {
        _timeout = timeout;
        _time = time;
        var period = TimeSpan.FromTicks(Math.Clamp(timeout.Ticks / 10, TimeSpan.TicksPerMillisecond * 10, TimeSpan.TicksPerSecond));
        _timer = time.CreateTimer(_ => Scan(), null, period, period);
    }

    public void Watch(ClientConnection connection)
    {
        lock (_lock)
        {
            _waiting.Enqueue((_time.GetTimestamp() + (long)(_timeout.TotalSeconds * _time.TimestampFrequency), connection));
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Scan()
    {
        var now = _time.GetTimestamp();
        while (TryTakeDue(now, out var connection))
        {
            if (!connection.IsClosed && !connection.HasJoined)
            {
                connection.Close(CloseReason.ForcedClose);
            }
        }
    }

    private bool TryTakeDue(long now, out ClientConnection connection)
    {
        lock (_lock)
        {
            if (_waiting.TryPeek(out var first) && first.Due <= now)
            {
                connection = _waiting.Dequeue().Connection;
                return true;
            }
        }
        connection = null!;
        return false;
    }
}
