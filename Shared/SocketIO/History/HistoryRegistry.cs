using System.Collections.Concurrent;
using SocketIO.Recovery;
using SocketIO.Sequencing;

namespace SocketIO.History;

/// <summary>Which namespace of a server has which history: the log knows them by their names.</summary>
/// <param name="log">Where they are kept, if there is such a log.</param>
internal sealed class HistoryRegistry(IDurableLog? log)
{
    private readonly ConcurrentDictionary<string, Namespace> _owners = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">There is no log or no recovery, or another namespace has a history of that name.</exception>
    public NamespaceHistory Create(Namespace owner, string eventName, HistoryOptions options)
    {
        if (log is null)
        {
            throw new InvalidOperationException("history needs a durable log: join a cluster with JoinCluster(), or call AddSocketIOSequencer() for one in this process");
        }
        var sessions = owner.Features.Find<NamespaceSessions>()
            ?? throw new InvalidOperationException("history needs connection state recovery: set SocketIOOptions.ConnectionStateRecovery");
        // First: a namespace that closes meanwhile gives the name back, and the one that is made in its place may have it.
        owner.Closed += () => _owners.TryRemove(KeyValuePair.Create(options.Name, owner));
        if (_owners.GetOrAdd(options.Name, owner) is var other && other != owner)
        {
            throw new InvalidOperationException(
                $"namespace {other.Name} has the history \"{options.Name}\" already; give the one of {owner.Name} a name of its own (HistoryOptions.Name)");
        }
        sessions.Sequencer.KeepHistory(options.ToPolicy());
        owner.IsKept = true;
        return new NamespaceHistory(owner, sessions, log, eventName, options);
    }
}
