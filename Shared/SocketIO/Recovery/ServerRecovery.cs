using SocketIO.Adapters;
using SocketIO.Core;
using SocketIO.Limits;
using SocketIO.Presence;
using SocketIO.Sequencing;

namespace SocketIO.Recovery;

/// <summary>Recovery of one server: its way into the log, and what comes from there.</summary>
internal sealed class ServerRecovery
{
    private readonly ISequencer _sequencer;
    private readonly AwayLimit _away;
    private readonly PresenceHub _presence;

    public ServerRecovery(SocketIOServer server, ConnectionStateRecoveryOptions options, ISequencer sequencer)
    {
        _sequencer = sequencer;
        _away = new AwayLimit(options);
        _presence = new PresenceHub(server.Namespaces.Find, _away);
        server.Features.Set(_presence);
        var engine = server.Options.Engine;
        sequencer.Connect(new SequencedStream(server, _presence), options.MaxDisconnectionDuration + engine.PingInterval + engine.PingTimeout);
    }

    public INamespaceOrder CreateOrder(Namespace owner, IAdapter transient)
    {
        var unanswered = new UnansweredEmits(owner, _presence);
        var sessions = new NamespaceSessions(owner, _sequencer, transient, _away, unanswered);
        owner.Features.Set(sessions);
        return new SequencedOrder(owner, _sequencer, new SequencedAdapter(owner, _sequencer, transient, sessions), sessions, unanswered);
    }
}
