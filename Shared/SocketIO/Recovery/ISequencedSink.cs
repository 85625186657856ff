using System.Collections.ObjectModel;
using SocketIO.Broadcasting;
using SocketIO.History;
using SocketIO.Packets;

namespace SocketIO.Recovery;

/// <summary>Takes what comes from the log, one thing at a time, in the order of the numbers. It must not block.</summary>
public interface ISequencedSink
{
    /// <summary>An event for clients.</summary>
    void OnEmit(SequencedEmit emit);

    /// <summary>A change of a session.</summary>
    /// <param name="change">The change.</param>
    /// <param name="own">The operation that made it, if it was this process's own.</param>
    void OnSession(SessionChange change, SequencedOperation? own);

    /// <summary>A change of all sessions that a target means.</summary>
    void OnTargetChange(TargetChange change);

    /// <summary>An event of another worker for this one.</summary>
    void OnServerEvent(string @namespace, EncodedPacket packet);

    /// <summary>A page of what a session has missed.</summary>
    void OnMissed(MissedPage page);

    /// <summary>Who is there, as of a number.</summary>
    void OnPresence(PresenceSnapshot snapshot);

    /// <summary>The log can be asked (again).</summary>
    void OnAttached();

    /// <summary>Makes a packet from the bytes that another worker encoded.</summary>
    EncodedPacket Decode(ReadOnlyMemory<byte> first, IReadOnlyList<ReadOnlyMemory<byte>> attachments, PacketSlot slot, bool isCompressible);
}

/// <summary>An event with its number.</summary>
/// <param name="Number">The number.</param>
/// <param name="DurableId">The id of a durable event, else 0.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Target">Who is meant.</param>
/// <param name="Packet">The packet, with its slots.</param>
public readonly record struct SequencedEmit(long Number, long DurableId, string Namespace, BroadcastTarget Target, EncodedPacket Packet)
{
    /// <summary>What a durable event says beside its content.</summary>
    public DurableStamp Stamp { get; init; } = new(0, 0, "", default);
}

/// <summary>What happened to a session.</summary>
public enum SessionChangeKind
{
    /// <summary>It has begun.</summary>
    Connected,

    /// <summary>Another connection has taken it over.</summary>
    Claimed,

    /// <summary>It is with its client again.</summary>
    Resumed,

    /// <summary>It was claimed, and went back to its window.</summary>
    Released,

    /// <summary>It entered rooms.</summary>
    Joined,

    /// <summary>It left rooms.</summary>
    Left,

    /// <summary>A value of its data was set.</summary>
    Data,

    /// <summary>Its client is away.</summary>
    Away,

    /// <summary>It has ended.</summary>
    Ended,

    /// <summary>The windows of some are over.</summary>
    Expired,

    /// <summary>The worker of some is gone.</summary>
    WorkerGone,
}

/// <summary>A change of one session, or of several at once.</summary>
public sealed record SessionChange(SessionChangeKind Kind, long Number, string Namespace, string Sid)
{
    /// <summary>Counts the claims; what an older generation says is void.</summary>
    public long Generation { get; init; }

    /// <summary>Whose session it is.</summary>
    public string Person { get; init; } = "";

    /// <summary>The last durable id before the change.</summary>
    public long DurableId { get; init; }

    /// <summary>Connected, Claimed: all rooms of the session; Joined, Left: those. Of another worker's only those that begin with U+0001,
    /// "shared", U+0001, which every worker is told of.</summary>
    public IReadOnlyList<string> Rooms { get; init; } = [];

    /// <summary>Claimed: all data of the session, as JSON; Data: what was set, empty if it was removed. Of another worker's, and when it
    /// is Connected, only what every worker is told of.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Data { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>Claimed: what the client has missed comes after this number.</summary>
    public long Position { get; init; }

    /// <summary>Expired, WorkerGone: whom it concerns.</summary>
    public IReadOnlyList<SessionReference> Sessions { get; init; } = [];
}

/// <summary>Names a session.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Sid">Its id.</param>
/// <param name="Person">Whose session it is.</param>
/// <param name="Ended">Whether it has ended by the change.</param>
public readonly record struct SessionReference(string Namespace, string Sid, string Person, bool Ended);

/// <summary>A change of all the sessions that a target meant.</summary>
public sealed record TargetChange(
    TargetChangeKind Kind, long Number, string Namespace, IReadOnlyList<string> Rooms, bool Close, IReadOnlyList<SessionReference> Sessions);

/// <summary>A page of what a session has missed.</summary>
/// <param name="Sid">The session.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Events">The events, in order.</param>
/// <param name="UpTo">The last number looked at.</param>
/// <param name="Live">Whether the session gets the stream's own events from here on.</param>
/// <param name="Lost">Whether the missed events cannot be given any more.</param>
public sealed record MissedPage(string Sid, long Generation, IReadOnlyList<SequencedEmit> Events, long UpTo, bool Live, bool Lost);

/// <summary>Who is there, as of a number.</summary>
public sealed record PresenceSnapshot(long Number, IReadOnlyList<PresentSession> Sessions);

/// <summary>A session that is there.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Sid">Its id.</param>
/// <param name="Person">Whose session it is.</param>
/// <param name="Away">Whether its client is away.</param>
public readonly record struct PresentSession(string Namespace, string Sid, string Person, bool Away)
{
    /// <summary>Those of its rooms that every worker is told of.</summary>
    public IReadOnlyList<string> Rooms { get; init; } = [];

    /// <summary>That of its data that every worker is told of.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Data { get; init; } = ReadOnlyDictionary<string, ReadOnlyMemory<byte>>.Empty;
}
