using Cluster.Protos;

namespace ClusterAdapter.Link;

/// <summary>
/// The way to the other workers for what is not sequenced: at most once, and lost while the primary is away or does not
/// take it.
/// </summary>
internal sealed class Publisher(ClusterMembers members, ClusterMetrics metrics)
{
    private Outbox? _outbox;

    /// <summary>How many other workers there are, as the primary said last.</summary>
    public int Peers => members.Others.Count;

    /// <summary>Whether another worker is there to be told.</summary>
    public bool HasPeers => Peers > 0;

    public void Attach(Outbox? outbox) => Volatile.Write(ref _outbox, outbox);

    /// <summary>Passes something on to the other workers.</summary>
    public void Send(Publish publish) => TrySend(publish);

    /// <summary>Passes something on to the other workers; false when it is lost.</summary>
    public bool TrySend(Publish publish) => Send(new WorkerFrame { Publish = publish });

    /// <summary>Answers a question.</summary>
    public void Send(Response response) => Send(new WorkerFrame { Response = response });

    /// <summary>Sends any frame; false when it is lost.</summary>
    public bool Send(WorkerFrame frame)
    {
        var sent = Volatile.Read(ref _outbox) is { } outbox && outbox.TrySend(frame);
        if (Outbox.MayBeLost(frame))
        {
            metrics.Published(sent);
        }
        return sent;
    }
}
