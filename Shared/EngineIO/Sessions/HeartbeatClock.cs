namespace EngineIO.Sessions;

/// <summary>
/// When one session has to be pinged or given up. Times are ticks of the server's clock. The deadlines follow from when
/// something was due, not from when the scan came by, so that the scan's resolution does not add up.
/// </summary>
/// <param name="interval">From the opening, or from a pong, to the next ping.</param>
/// <param name="timeout">How long a pong may take.</param>
/// <param name="maxLateness">By how much a ping may be late and still count from when it was due.</param>
/// <param name="now">When the session opens.</param>
/// <param name="peerPings">Whether the client sends the pings (protocol version 3): it is waited for from the beginning.</param>
internal sealed class HeartbeatClock(long interval, long timeout, long maxLateness, long now, bool peerPings = false)
{
    private readonly Lock _gate = new();
    private readonly bool _peerPings = peerPings;
    private long _due = now + (peerPings ? timeout : interval);
    private bool _awaitingPong = peerPings;
    private bool _suspended;

    public HeartbeatAction Tick(long now)
    {
        if (now < Volatile.Read(ref _due))
        {
            return HeartbeatAction.None;
        }
        lock (_gate)
        {
            if (now < _due)
            {
                return HeartbeatAction.None;
            }
            if (!_awaitingPong)
            {
                _awaitingPong = true;
                _due = (now - _due <= maxLateness ? _due : now) + timeout;
                return HeartbeatAction.SendPing;
            }
            if (_suspended)
            {
                // The client, which counts the pings, is not to give up because nobody reads its pongs.
                _due = now + timeout;
                return _peerPings ? HeartbeatAction.None : HeartbeatAction.SendPing;
            }
            return HeartbeatAction.Expire;
        }
    }

    public void OnPong(long now)
    {
        lock (_gate)
        {
            _awaitingPong = false;
            _due = now + interval;
        }
    }

    /// <summary>Any packet shows that the client lives.</summary>
    public void OnPacket(long now)
    {
        lock (_gate)
        {
            if (_awaitingPong)
            {
                _due = now + timeout;
            }
        }
    }

    /// <summary>Nothing is read from the client, so its silence means nothing.</summary>
    public void Suspend()
    {
        lock (_gate)
        {
            _suspended = true;
        }
    }

    public void Resume(long now)
    {
        lock (_gate)
        {
            _suspended = false;
            if (_awaitingPong)
            {
                _due = now + timeout;
            }
        }
    }

    /// <summary>The whole process stood still: pongs may have arrived that nobody could read.</summary>
    public void Forgive(long pause)
    {
        lock (_gate)
        {
            if (_awaitingPong)
            {
                _due += pause;
            }
        }
    }
}

/// <summary>What a session's heartbeat asks for.</summary>
internal enum HeartbeatAction
{
    None,
    SendPing,
    Expire,
}
