using SocketIO.Diagnostics;
using SocketIO.Packets;
using SocketIO.Presence;
using SocketIO.Sequencing;

namespace SocketIO.Recovery;

/// <summary>Hands what comes from the log to the namespaces of this server.</summary>
internal sealed class SequencedStream(SocketIOServer server, PresenceHub presence) : ISequencedSink
{
    public void OnEvent(in LogEntry entry, SessionCallback? own)
    {
        switch (entry.Event)
        {
            case EmitEvent emit:
                Find(emit)?.OnEmit(entry, emit);
                break;
            case SessionChanged change:
                Find(change)?.OnSession(entry, change, own);
                presence.OnEvent(entry);
                break;
            case SessionsChanged changes:
                foreach (var found in server.Namespaces.All)
                {
                    SessionsOf(found)?.OnSessions(changes);
                }
                presence.OnEvent(entry);
                break;
            case TargetChanged change:
                Find(change)?.OnTargetChange(change);
                presence.OnEvent(entry);
                break;
            case ServerEvent serverEvent:
                OnServerEvent(serverEvent);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(entry), entry.Event, null);
        }
    }

    public void OnMissed(SessionKey session, MissedPage page)
    {
        // A page names its session only: ids are random, so one namespace at most knows it.
        foreach (var found in server.Namespaces.All)
        {
            SessionsOf(found)?.OnMissed(session, page);
        }
    }

    public void OnPresence(PresenceSnapshot snapshot) => presence.OnSnapshot(snapshot);

    public void OnAttached()
    {
        foreach (var found in server.Namespaces.All)
        {
            SessionsOf(found)?.OnAttached();
        }
    }

    private NamespaceSessions? Find(LogEvent logged) => server.Namespaces.Find(logged.Namespace) is { } found ? SessionsOf(found) : null;

    private static NamespaceSessions? SessionsOf(Namespace found) => found.Features.Find<NamespaceSessions>();

    private void OnServerEvent(ServerEvent serverEvent)
    {
        if (server.Namespaces.Find(serverEvent.Namespace) is not { } found)
        {
            return;
        }
        try
        {
            found.ServerEvents.Receive(ServerEventHub.Decode(server.Parser, PacketEnvelope.Open(server.Parser, serverEvent.Packet)));
        }
        catch (InvalidOperationException exception)
        {
            // A worker with other limits, or of another version. It concerns no client, so nothing has a gap.
            Log.ServerEventUnreadable(server.Logs.Recovery, exception, serverEvent.Namespace);
        }
    }
}
