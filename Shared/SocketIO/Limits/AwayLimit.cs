namespace SocketIO.Limits;

/// <summary>
/// How many clients of one user, or of one public network, are away at a time, of those that left this worker. Whoever comes as
/// somebody new and vanishes, again and again, leaves no more sessions behind than that; those of others are not touched.
/// </summary>
internal sealed class AwayLimit(ConnectionStateRecoveryOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Absence> _absences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Of how many users and networks somebody is away.</summary>
    public int Origins
    {
        get
        {
            lock (_lock)
            {
                return _counts.Count;
            }
        }
    }

    /// <summary>A client is away, if it may: else its session ends.</summary>
    /// <param name="sid">The session.</param>
    /// <param name="generation">Its generation on this worker.</param>
    /// <param name="origin">Whose it is; <see langword="null"/> when that is not known.</param>
    public bool TryLeave(string sid, long generation, string? origin)
    {
        if (origin is null)
        {
            return true;
        }
        lock (_lock)
        {
            if (_absences.TryGetValue(sid, out var known) && known.Origin == origin)
            {
                _absences[sid] = known with { Generation = generation };
                return true;
            }
            var count = _counts.GetValueOrDefault(origin);
            if (count >= options.MaxAwayPerClient)
            {
                return false;
            }
            Forget(sid);
            _absences.Add(sid, new Absence(origin, generation));
            _counts[origin] = count + 1;
            return true;
        }
    }

    /// <summary>The log says that a session is with its client again, here or elsewhere.</summary>
    public void Return(string sid, long generation)
    {
        lock (_lock)
        {
            // One of the generation that left may be told of only now.
            if (_absences.TryGetValue(sid, out var absence) && absence.Generation < generation)
            {
                Forget(sid);
            }
        }
    }

    /// <summary>The log says that a session is no more.</summary>
    public void End(string sid)
    {
        lock (_lock)
        {
            Forget(sid);
        }
    }

    private void Forget(string sid)
    {
        if (!_absences.Remove(sid, out var absence))
        {
            return;
        }
        if (_counts[absence.Origin] == 1)
        {
            _counts.Remove(absence.Origin);
        }
        else
        {
            _counts[absence.Origin]--;
        }
    }

    private readonly record struct Absence(string Origin, long Generation);
}
