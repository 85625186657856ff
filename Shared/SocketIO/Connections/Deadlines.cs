namespace SocketIO.Connections;

/// <summary>
/// Looks at connections after a time that is the same for all, so a list and one timer do for a whole server. One that is
/// forgotten before, because it has ended, is let go at once.
/// </summary>
internal sealed class Deadlines : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Deadline> _waiting = new();
    private readonly TimeSpan _after;
    private readonly TimeProvider _time;
    private readonly Action<ClientConnection> _look;
    private readonly ITimer _timer;

    public Deadlines(TimeSpan after, TimeProvider time, Action<ClientConnection> look)
    {
        _after = after;
        _time = time;
        _look = look;
        var period = TimeSpan.FromTicks(Math.Clamp(after.Ticks / 10, TimeSpan.TicksPerMillisecond * 10, TimeSpan.TicksPerSecond));
        _timer = time.CreateTimer(_ => Scan(), null, period, period);
    }

    /// <summary>How many connections are watched.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Begins one connection's time.</summary>
    public LinkedListNode<Deadline> Watch(ClientConnection connection)
    {
        lock (_lock)
        {
            return _waiting.AddLast(new Deadline(_time.GetTimestamp() + (long)(_after.TotalSeconds * _time.TimestampFrequency), connection));
        }
    }

    public void Forget(LinkedListNode<Deadline>? watched)
    {
        lock (_lock)
        {
            if (watched?.List is not null)
            {
                _waiting.Remove(watched);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Scan()
    {
        var now = _time.GetTimestamp();
        while (TryTakeDue(now, out var connection))
        {
            _look(connection);
        }
    }

    private bool TryTakeDue(long now, out ClientConnection connection)
    {
        lock (_lock)
        {
            if (_waiting.First is { } first && first.Value.Due <= now)
            {
                _waiting.RemoveFirst();
                connection = first.Value.Connection;
                return true;
            }
        }
        connection = null!;
        return false;
    }
}

/// <summary>When a connection is looked at.</summary>
internal readonly record struct Deadline(long Due, ClientConnection Connection);
