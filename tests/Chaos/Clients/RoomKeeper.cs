using Chaos.Record;

namespace Chaos.Clients;

/// <summary>
/// Keeps a client in the rooms that it wants to be in. A request that was not answered is sent again before the opposite
/// one is: so a stay has one beginning and one end.
/// </summary>
internal sealed class RoomKeeper : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _wanted = [];

    // Those whose joins were answered, or that the session began with.
    private readonly HashSet<string> _joined = [];

    // Those that it may be in.
    private readonly HashSet<string> _entered = [];
    private readonly Dictionary<string, bool> _unanswered = [];
    private readonly ChaosClient _client;
    private readonly ClientSession _session;
    private readonly RoomDialect _dialect;
    private readonly RetryLoop _loop;
    private readonly SemaphoreSlim _moving = new(1);
    private int _current = -1;

    public RoomKeeper(ChaosClient client, ClientSession session, RoomDialect dialect)
    {
        _client = client;
        _session = session;
        _dialect = dialect;
        _loop = new RetryLoop(client, cancellation => Next() is { } next ? TryRequestAsync(next.Room, next.Joins, cancellation) : null);
    }

    /// <summary>The rooms that the server is known to have the client in.</summary>
    public IReadOnlyList<string> Joined
    {
        get
        {
            lock (_lock)
            {
                return [.. _joined];
            }
        }
    }

    /// <summary>The rooms that a new session is to be in.</summary>
    public IReadOnlyList<string> Kept
    {
        get
        {
            lock (_lock)
            {
                return _dialect.IsPublic ? [.. _entered.Intersect(_wanted)] : [];
            }
        }
    }

    /// <summary>Whether everything is as it is wanted.</summary>
    public bool IsSettled => Next() is null;

    /// <summary>From now on it wants in, or out.</summary>
    public void Toggle(string room)
    {
        lock (_lock)
        {
            if (!_wanted.Remove(room))
            {
                _wanted.Add(room);
            }
        }
        _loop.Wake();
    }

    /// <summary>There is a new connection; a new session is in no room but those that were kept.</summary>
    public void Connected(ConnectionRecord connection)
    {
        lock (_lock)
        {
            if (connection.Session != _current)
            {
                _current = connection.Session;
                _joined.Clear();
                _entered.Clear();
                _unanswered.Clear();
                if (_dialect.IsPublic)
                {
                    _entered.UnionWith(connection.Rooms);
                    _joined.UnionWith(connection.Rooms);
                }
            }
        }
        _loop.Wake();
    }

    /// <summary>Does something while the client neither enters nor leaves a room; nothing if it is about to.</summary>
    public async Task StandStillAsync(Func<Task> act)
    {
        if (!await _moving.WaitAsync(TimeSpan.Zero).ConfigureAwait(false))
        {
            return;
        }
        try
        {
            await act().ConfigureAwait(false);
        }
        finally
        {
            _moving.Release();
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            return $"wanted [{string.Join(", ", _wanted)}], joined [{string.Join(", ", _joined)}], unanswered [{string.Join(", ", _unanswered.Keys)}]";
        }
    }

    /// <summary>Why it came to an end by itself, if it did.</summary>
    public Exception? Failure => _loop.Failure;

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private (string Room, bool Joins)? Next()
    {
        lock (_lock)
        {
            foreach (var (room, joins) in _unanswered)
            {
                return (room, joins);
            }
            foreach (var room in _wanted)
            {
                if (!_joined.Contains(room))
                {
                    return (room, true);
                }
            }
            foreach (var room in _entered)
            {
                if (!_wanted.Contains(room))
                {
                    return (room, false);
                }
            }
            return null;
        }
    }

    private async Task<bool> TryRequestAsync(string room, bool joins, CancellationToken cancellation)
    {
        await _moving.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await RequestAsync(room, joins).ConfigureAwait(false);
        }
        finally
        {
            _moving.Release();
        }
    }

    private async Task<bool> RequestAsync(string room, bool joins)
    {
        RoomRequest? request = null;
        object?[] arguments = joins && _dialect.IsPublic ? [room, _session.PositionIn(room)] : [room];
        var answer = await _client.AskAsync(joins ? _dialect.Join : _dialect.Leave, arguments, connection =>
        {
            request = _session.Request(room, joins, _dialect.IsPublic, connection);
            lock (_lock)
            {
                _unanswered[room] = joins;
                if (joins)
                {
                    _entered.Add(room);
                }
            }
        }, answer => _session.Answered(request!, answer)).ConfigureAwait(false);
        if (answer is not { Error: null })
        {
            return false;
        }
        lock (_lock)
        {
            if (request!.Session == _current)
            {
                _unanswered.Remove(room);
                if (joins)
                {
                    _joined.Add(room);
                }
                else
                {
                    _joined.Remove(room);
                    _entered.Remove(room);
                }
            }
        }
        return true;
    }
}
