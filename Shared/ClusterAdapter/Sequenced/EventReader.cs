using Cluster.Protos;
using ClusterAdapter.Adapter;
using Google.Protobuf;
using Google.Protobuf.Collections;
using SocketIO.History;
using SocketIO.Recovery;

namespace ClusterAdapter.Sequenced;

/// <summary>Reads what comes from the log.</summary>
internal static class EventReader
{
    public static SequencedEmit ToEmit(ISequencedSink sink, Event logged) => new(
        logged.Number,
        logged.DurableId,
        logged.Emit.Namespace,
        PacketCodec.FromProto(logged.Emit.Target),
        PacketCodec.FromBytes(sink, logged.Emit.Packet))
    {
        Stamp = logged.Emit.Stamp is { } stamp
            ? new DurableStamp(stamp.Previous, stamp.AtMs, stamp.Room, stamp.Details.Memory)
            : new DurableStamp(0, 0, "", default),
    };

    public static SessionChange ToChange(Event logged)
    {
        var session = logged.Session;
        return new SessionChange(ToKind(session.Kind), logged.Number, session.Namespace, session.Sid)
        {
            Generation = session.Generation,
            Person = session.Person,
            DurableId = logged.DurableId,
            Rooms = session.Rooms,
            Data = ToData(session.Data),
            Position = session.Position,
            Sessions = [.. session.Sessions.Select(ToReference)],
        };
    }

    public static SocketIO.Recovery.TargetChange ToChange(long number, TargetChanged changed)
    {
        var change = changed.Change;
        var (kind, rooms) = change.ChangeCase switch
        {
            Cluster.Protos.TargetChange.ChangeOneofCase.Join => (TargetChangeKind.Join, change.Join.Rooms),
            Cluster.Protos.TargetChange.ChangeOneofCase.Leave => (TargetChangeKind.Leave, change.Leave.Rooms),
            _ => (TargetChangeKind.Disconnect, []),
        };
        return new SocketIO.Recovery.TargetChange(
            kind, number, change.Namespace, rooms, change.Disconnect?.Close ?? false, [.. changed.Sessions.Select(ToReference)]);
    }

    public static MissedPage ToPage(ISequencedSink sink, Missed missed) => new(
        missed.Session.Sid,
        missed.Session.Generation,
        [.. missed.Events.Select(logged => ToEmit(sink, logged))],
        missed.UpTo,
        missed.Live,
        missed.Lost);

    public static PresenceSnapshot ToSnapshot(Presence presence) => new(
        presence.Number,
        [.. presence.Sessions.Select(session => new SocketIO.Recovery.PresentSession(session.Namespace, session.Sid, session.Person, session.Away)
        {
            Rooms = session.Rooms,
            Data = ToData(session.Data),
        })]);

    public static SequencedAnswer ToAnswer(SubmitAnswer answer) => new(ToStatus(answer.Status), answer.Number, answer.DurableId);

    private static Dictionary<string, ReadOnlyMemory<byte>> ToData(MapField<string, ByteString> data) =>
        data.ToDictionary(pair => pair.Key, pair => pair.Value.Memory, StringComparer.Ordinal);

    private static SessionReference ToReference(SessionRef session) => new(session.Namespace, session.Sid, session.Person, session.Ended);

    private static SequencedStatus ToStatus(SubmitAnswer.Types.Status status) => status switch
    {
        SubmitAnswer.Types.Status.Sequenced => SequencedStatus.Sequenced,
        SubmitAnswer.Types.Status.Duplicate => SequencedStatus.Duplicate,
        SubmitAnswer.Types.Status.KeyConflict => SequencedStatus.KeyConflict,
        SubmitAnswer.Types.Status.AlreadyCommitted => SequencedStatus.AlreadyCommitted,
        SubmitAnswer.Types.Status.Denied => SequencedStatus.Denied,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    private static SessionChangeKind ToKind(SessionEvent.Types.Kind kind) => kind switch
    {
        SessionEvent.Types.Kind.Connected => SessionChangeKind.Connected,
        SessionEvent.Types.Kind.Claimed => SessionChangeKind.Claimed,
        SessionEvent.Types.Kind.Resumed => SessionChangeKind.Resumed,
        SessionEvent.Types.Kind.Released => SessionChangeKind.Released,
        SessionEvent.Types.Kind.Joined => SessionChangeKind.Joined,
        SessionEvent.Types.Kind.Left => SessionChangeKind.Left,
        SessionEvent.Types.Kind.Data => SessionChangeKind.Data,
        SessionEvent.Types.Kind.Away => SessionChangeKind.Away,
        SessionEvent.Types.Kind.Ended => SessionChangeKind.Ended,
        SessionEvent.Types.Kind.Expired => SessionChangeKind.Expired,
        SessionEvent.Types.Kind.WorkerGone => SessionChangeKind.WorkerGone,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
