namespace Cluster.Relay.Tests.Simulation;

/// <summary>A client: it knows its private id, and what it got. What comes over a connection that it has left is lost.</summary>
internal sealed class SimClient(string sid)
{
    private readonly Lock _lock = new();
    private readonly List<long> _got = [];
    private object? _connection;

    public string Sid => sid;

    public string Pid => sid + "-pid";

    public IReadOnlyList<long> Got
    {
        get
        {
            lock (_lock)
            {
                return [.. _got];
            }
        }
    }

    public long Offset
    {
        get
        {
            lock (_lock)
            {
                return _got.Count == 0 ? 0 : _got[^1];
            }
        }
    }

    /// <summary>Leaves the connection that it has, without a word, and takes another; gives its offset at that moment.</summary>
    public long Take(object? connection)
    {
        lock (_lock)
        {
            _connection = connection;
            return _got.Count == 0 ? 0 : _got[^1];
        }
    }

    public bool Has(object connection)
    {
        lock (_lock)
        {
            return ReferenceEquals(_connection, connection);
        }
    }

    public void Deliver(object connection, long number)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_connection, connection))
            {
                _got.Add(number);
            }
        }
    }
}
