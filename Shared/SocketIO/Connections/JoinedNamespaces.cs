using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace SocketIO.Connections;

/// <summary>The namespaces that one connection is in, is on its way into, or has just left.</summary>
internal sealed class JoinedNamespaces(SocketIOLimits limits, TimeProvider time)
{
    /// <summary>How long a client may not know that it has left a namespace.</summary>
    private static readonly TimeSpan LeaveIsNew = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, Socket> _sockets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Attempt> _connecting = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private Dictionary<string, long>? _left;
    private long _leftChecked;
    private bool _isClosed;

    /// <summary>One wish to join; a client that leaves and comes back has another.</summary>
    internal sealed class Attempt
    {
        /// <summary>What the middlewares decide on.</summary>
        public Socket? Socket { get; set; }
    }

    /// <summary>The sockets of those that it is in.</summary>
    public ICollection<Socket> Sockets => _sockets.Values;

    /// <summary>Whether it is in one, or on its way into one.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _sockets.IsEmpty && _connecting.Count == 0;
            }
        }
    }

    public bool TryGet(string @namespace, [NotNullWhen(true)] out Socket? socket) => _sockets.TryGetValue(@namespace, out socket);

    public JoinStart Begin(string @namespace, out Attempt attempt)
    {
        attempt = new Attempt();
        if (@namespace.Length > limits.MaxNamespaceLength)
        {
            return JoinStart.IsNoName;
        }
        lock (_lock)
        {
            if (_sockets.ContainsKey(@namespace))
            {
                return JoinStart.IsIn;
            }
            if (_connecting.ContainsKey(@namespace))
            {
                return JoinStart.IsOnItsWay;
            }
            if (_sockets.Count + _connecting.Count >= limits.MaxNamespaces)
            {
                return JoinStart.TooMany;
            }
            _connecting.Add(@namespace, attempt);
            return JoinStart.Begun;
        }
    }

    /// <summary>Keeps the socket with the wish, so that it is told when its client goes; false if that has gone already.</summary>
    public bool TryHold(Socket socket, Attempt attempt)
    {
        lock (_lock)
        {
            attempt.Socket = socket;
            return _connecting.TryGetValue(socket.Namespace.Name, out var current) && current == attempt && !_isClosed;
        }
    }

    /// <summary>Gives a wish up.</summary>
    /// <returns>Its socket, if it has one yet; or, if it has been granted meanwhile, the one that is in.</returns>
    public Socket? Abandon(string @namespace)
    {
        lock (_lock)
        {
            if (_sockets.TryGetValue(@namespace, out var granted))
            {
                return granted;
            }
            _connecting.Remove(@namespace, out var attempt);
            return attempt?.Socket;
        }
    }

    /// <summary>The connection is over: nobody gets in any more. Gives the sockets that were on their way.</summary>
    public Socket[] Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            Socket[] early = [.. _connecting.Values.Select(attempt => attempt.Socket).OfType<Socket>()];
            _connecting.Clear();
            return early;
        }
    }

    /// <summary>Lets a socket in, unless the client has left meanwhile, or left and begun anew.</summary>
    public bool TryAdmit(Socket socket, Attempt attempt)
    {
        var name = socket.Namespace.Name;
        lock (_lock)
        {
            if (!Ends(name, attempt) || _isClosed)
            {
                return false;
            }
            _sockets[name] = socket;
            _left?.Remove(name);
            return true;
        }
    }

    /// <summary>Ends a wish that is not granted; false if the client has given it up.</summary>
    public bool TryRefuse(string @namespace, Attempt attempt)
    {
        lock (_lock)
        {
            return Ends(@namespace, attempt);
        }
    }

    /// <summary>Drops a socket that has left; by reference, since its namespace may have been joined again.</summary>
    public void Forget(Socket socket)
    {
        var name = socket.Namespace.Name;
        if (!_sockets.TryRemove(KeyValuePair.Create(name, socket)))
        {
            return;
        }
        var now = time.GetTimestamp();
        lock (_lock)
        {
            _left ??= new Dictionary<string, long>(StringComparer.Ordinal);
            if (time.GetElapsedTime(_leftChecked, now) > LeaveIsNew)
            {
                // Each is looked at once in that time, so this costs what adding them did.
                foreach (var (old, _) in _left.Where(left => time.GetElapsedTime(left.Value, now) > LeaveIsNew).ToArray())
                {
                    _left.Remove(old);
                }
                _leftChecked = now;
            }
            _left[name] = now;
        }
    }

    /// <summary>Whether it has left a namespace so recently that its client may not know.</summary>
    public bool HasJustLeft(string @namespace)
    {
        lock (_lock)
        {
            return _left is not null && _left.TryGetValue(@namespace, out var since) && time.GetElapsedTime(since) < LeaveIsNew;
        }
    }

    private bool Ends(string @namespace, Attempt attempt) =>
        _connecting.TryGetValue(@namespace, out var current) && current == attempt && _connecting.Remove(@namespace);
}

/// <summary>What becomes of a wish to join.</summary>
internal enum JoinStart
{
    Begun,

    /// <summary>There can be no such namespace.</summary>
    IsNoName,

    /// <summary>The client is in the namespace.</summary>
    IsIn,

    /// <summary>It has asked before, and has no answer yet.</summary>
    IsOnItsWay,

    /// <summary>It is in as many as it may be.</summary>
    TooMany,
}
