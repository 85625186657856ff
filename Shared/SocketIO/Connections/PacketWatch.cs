namespace SocketIO.Connections;

/// <summary>
/// How long a connection has waited for the attachments of the packet that it is in the middle of. It is looked at once in the
/// time that is allowed, and not for each packet, so that one may wait for up to twice that time.
/// </summary>
internal sealed class PacketWatch(ClientConnection connection, Deadlines deadlines, TimeSpan allowed, TimeProvider time)
{
    private readonly Lock _lock = new();
    private LinkedListNode<Deadline>? _watched;
    private long? _since;
    private bool _over;

    /// <summary>A message has come that leaves the packet incomplete.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            if (_over || _since is not null)
            {
                return;
            }
            _since = time.GetTimestamp();
            _watched ??= deadlines.Watch(connection);
        }
    }

    /// <summary>It is complete.</summary>
    public void End()
    {
        if (_since is not null)
        {
            lock (_lock)
            {
                _since = null;
            }
        }
    }

    /// <summary>The connection is.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _over = true;
            deadlines.Forget(_watched);
        }
    }

    /// <summary>Whether the packet has taken too long. If not it is looked at again, if there is one.</summary>
    public bool IsOverdue()
    {
        lock (_lock)
        {
            _watched = null;
            if (_over || _since is not { } since)
            {
                return false;
            }
            if (time.GetElapsedTime(since) >= allowed)
            {
                return true;
            }
            _watched = deadlines.Watch(connection);
            return false;
        }
    }
}
