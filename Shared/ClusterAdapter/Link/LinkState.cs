using Cluster.Protos;

namespace ClusterAdapter.Link;

/// <summary>What a worker remembers from stream to stream.</summary>
internal sealed class LinkState
{
    private long _applied;

    /// <summary>A random name of this process; the same worker started again is another instance.</summary>
    public string Instance { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The life of the log; empty before the first stream.</summary>
    public string Epoch { get; private set; } = "";

    /// <summary>The highest incarnation of a primary seen.</summary>
    public long Incarnation { get; private set; }

    /// <summary>How long the log must keep events for the sessions of this worker.</summary>
    public TimeSpan Retention { get; set; }

    /// <summary>The log's file, for reading history.</summary>
    public string Database { get; private set; } = "";

    /// <summary>The number of the last event applied.</summary>
    public long Applied
    {
        get => Interlocked.Read(ref _applied);
        set => Interlocked.Exchange(ref _applied, value);
    }

    /// <summary>Takes what a primary says at the beginning of a stream.</summary>
    public WelcomeVerdict Take(Welcome welcome)
    {
        if (welcome.Incarnation < Incarnation)
        {
            return WelcomeVerdict.Outdated;
        }
        if (Epoch.Length > 0 && welcome.Epoch != Epoch)
        {
            return WelcomeVerdict.OtherLog;
        }
        var isFirst = Epoch.Length == 0;
        Incarnation = welcome.Incarnation;
        Epoch = welcome.Epoch;
        Database = welcome.Database;
        if (isFirst)
        {
            Applied = welcome.Head;
        }
        return isFirst ? WelcomeVerdict.First : WelcomeVerdict.Again;
    }
}

/// <summary>What a Welcome means to the worker.</summary>
internal enum WelcomeVerdict
{
    /// <summary>The first stream of this process.</summary>
    First,

    /// <summary>The same log, maybe under a new primary.</summary>
    Again,

    /// <summary>The primary is older than one that the worker has seen.</summary>
    Outdated,

    /// <summary>The log was replaced: everything the worker knows is void.</summary>
    OtherLog,
}
