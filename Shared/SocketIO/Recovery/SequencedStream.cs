using SocketIO.Packets;
using SocketIO.ServerEvents;

namespace SocketIO.Recovery;

/// <summary>Hands what comes from the log to the namespaces of this server.</summary>
internal sealed class SequencedStream(SocketIOServer server) : ISequencedSink
{
    public void OnEmit(SequencedEmit emit) => server.Namespaces.Find(emit.Namespace)?.Sessions?.OnEmit(emit);

    public void OnSession(SessionChange change, SequencedOperation? own)
    {
        foreach (var sessions in Concerned(change))
        {
            sessions.OnSession(change, own);
        }
        server.Presence.OnSession(change);
    }

    public void OnTargetChange(TargetChange change)
    {
        server.Namespaces.Find(change.Namespace)?.Sessions?.OnTargetChange(change);
        server.Presence.OnTargetChange(change);
    }

    public void OnServerEvent(string @namespace, EncodedPacket packet)
    {
        if (server.Namespaces.Find(@namespace) is not { } found)
        {
            return;
        }
        try
        {
            found.ServerEvents.Receive(ServerEventHub.Decode(server.Parser, packet));
        }
        catch (InvalidOperationException exception)
        {
            // A worker with other limits, or of another version. It concerns no client, so nothing has a gap.
            Log.ServerEventUnreadable(server.SocketLogger, exception, @namespace);
        }
    }

    public void OnMissed(MissedPage page)
    {
        // A page names its session only: ids are random, so one namespace at most knows it.
        foreach (var found in server.Namespaces.All)
        {
            found.Sessions?.OnMissed(page);
        }
    }

    public void OnPresence(PresenceSnapshot snapshot) => server.Presence.OnSnapshot(snapshot);

    public void OnAttached()
    {
        foreach (var found in server.Namespaces.All)
        {
            found.Sessions?.OnAttached();
        }
    }

    public EncodedPacket Decode(
        ReadOnlyMemory<byte> first, IReadOnlyList<ReadOnlyMemory<byte>> attachments, PacketSlot slot, bool isCompressible) =>
        server.Parser.FromRelay(first, attachments, slot, isCompressible);

    private IEnumerable<NamespaceSessions> Concerned(SessionChange change)
    {
        if (change.Namespace.Length > 0)
        {
            return server.Namespaces.Find(change.Namespace)?.Sessions is { } sessions ? [sessions] : [];
        }
        return server.Namespaces.All.Select(found => found.Sessions).OfType<NamespaceSessions>();
    }
}
