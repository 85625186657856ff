namespace SocketIO.Recovery;

/// <summary>
/// How many clients of one user, or of one public network, are away at a time. Whoever comes as somebody new and vanishes, again
/// and again, leaves no more sessions behind than that; those of others are not touched.
/// </summary>
internal sealed class AwayLimit(ConnectionStateRecoveryOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();

    // When the windows end, in their order.
    private readonly Dictionary<string, Queue<TimeSpan>> _away = new(StringComparer.Ordinal);
    private TimeSpan _sweepAt;

    /// <summary>Of how many somebody is away, or was a while ago.</summary>
    public int Origins
    {
        get
        {
            lock (_lock)
            {
                return _away.Count;
            }
        }
    }

    /// <summary>A client is away, if it may: else its session ends.</summary>
    public bool TryLeave(string? origin)
    {
        if (origin is null)
        {
            return true;
        }
        var now = time.GetElapsedTime(0, time.GetTimestamp());
        lock (_lock)
        {
            Sweep(now);
            if (!_away.TryGetValue(origin, out var ends))
            {
                _away.Add(origin, ends = new Queue<TimeSpan>());
            }
            Expire(ends, now);
            if (ends.Count >= options.MaxAwayPerClient)
            {
                return false;
            }
            ends.Enqueue(now + options.MaxDisconnectionDuration);
            return true;
        }
    }

    /// <summary>One of them is back. Which one makes no difference.</summary>
    public void Return(string? origin)
    {
        lock (_lock)
        {
            if (origin is not null && _away.TryGetValue(origin, out var ends) && ends.TryDequeue(out _) && ends.Count == 0)
            {
                _away.Remove(origin);
            }
        }
    }

    // Once in a window: then each of them has been looked at when it can have nobody left.
    private void Sweep(TimeSpan now)
    {
        if (now < _sweepAt)
        {
            return;
        }
        _sweepAt = now + options.MaxDisconnectionDuration;
        foreach (var (origin, ends) in _away)
        {
            Expire(ends, now);
            if (ends.Count == 0)
            {
                _away.Remove(origin);
            }
        }
    }

    private static void Expire(Queue<TimeSpan> ends, TimeSpan now)
    {
        while (ends.TryPeek(out var end) && end <= now)
        {
            ends.Dequeue();
        }
    }
}
