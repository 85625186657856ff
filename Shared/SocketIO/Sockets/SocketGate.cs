namespace SocketIO.Sockets;

/// <summary>
/// Whether what is sent to a socket reaches it now. Without recovery it always does. With it the gate is closed while the client gets what
/// it missed; what must not overtake that waits here.
/// </summary>
internal class SocketGate
{
    /// <summary>What may wait for the gate to open; a client for which more gathers is better off coming back.</summary>
    private const int MaxDeferred = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<Action> _deferred = new();
    private volatile bool _closed;
    private volatile bool _over;

    protected SocketGate()
    {
    }

    /// <summary>The gate that is never closed, of all sockets without recovery.</summary>
    public static SocketGate AlwaysOpen { get; } = new();

    /// <summary>Whether the socket gets what is sent now.</summary>
    public bool IsLive => !_closed && !_over;

    /// <summary>Whether nothing reaches the client by this socket any more: its session ended, or another connection has it.</summary>
    public bool IsOver => _over;

    /// <summary>Whether the server has asked for the end: what the client sends does not count any more.</summary>
    public bool IsEnding { get; protected set; }

    /// <summary>Why the socket leaves, if that was said before its connection ended.</summary>
    public DisconnectReason? EndReason { get; private set; }

    /// <summary>
    /// Where acknowledgement ids begin: a client may answer an emit of the connection before on this one, and that must not
    /// look like an answer to another.
    /// </summary>
    public virtual long FirstAckId => 0;

    protected bool IsClosed => _closed;

    /// <summary>Does what must not overtake what the client gets first: now, or when the gate opens.</summary>
    public void Run(Action send)
    {
        // Looked at once: the gate may close behind this, which is no reason to part with the client.
        bool isClosed;
        lock (_lock)
        {
            isClosed = _closed;
            if (isClosed && _deferred.Count < MaxDeferred)
            {
                _deferred.Enqueue(send);
                return;
            }
        }
        if (isClosed)
        {
            OnTooMuch(MaxDeferred);
            return;
        }
        send();
    }

    /// <summary>More than this waits.</summary>
    protected virtual void OnTooMuch(int most)
    {
    }

    protected void Close()
    {
        lock (_lock)
        {
            _closed = true;
        }
    }

    /// <summary>Does what has waited, and lets through what comes from here on.</summary>
    protected void Open()
    {
        while (true)
        {
            Action? next;
            lock (_lock)
            {
                if (!_deferred.TryDequeue(out next))
                {
                    _closed = false;
                    return;
                }
            }
            next();
        }
    }

    protected void End(DisconnectReason? reason)
    {
        EndReason ??= reason;
        _over = true;
    }
}
