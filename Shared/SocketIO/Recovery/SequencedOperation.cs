using SocketIO.Broadcasting;
using SocketIO.History;
using SocketIO.Packets;

namespace SocketIO.Recovery;

/// <summary>Something that takes a number in the log: an event, or a change of sessions.</summary>
/// <param name="Namespace">The namespace that it belongs to.</param>
public abstract record SequencedOperation(string Namespace)
{
    /// <summary>
    /// Whether it is taken however much is held back: what becomes of a session that is there already. It is submitted where
    /// nobody could be told that there is no room, and there is little of it for each session. How many sessions there are is
    /// bounded: what begins one, or asks for one, waits for room.
    /// </summary>
    public virtual bool MustBeTaken => false;

    /// <summary>About how much of the log it takes.</summary>
    internal virtual long Bytes => FrameBytes;

    private protected const long FrameBytes = 64;

    private protected static long BytesOf(IReadOnlyList<string> rooms) => rooms.Sum(room => (long)room.Length);
}

/// <summary>An event for clients.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Target">Who is meant.</param>
/// <param name="Packet">The event, with a slot for its offset.</param>
/// <param name="Append">What is stored of a durable event, else <see langword="null"/>.</param>
public sealed record EmitOperation(
    string Namespace, BroadcastTarget Target, EncodedPacket Packet, HistoryAppend? Append = null) : SequencedOperation(Namespace)
{
    /// <summary>Whether a middleware sent it, before its client was in.</summary>
    internal bool IsAtConnection { get; init; }

    /// <inheritdoc/>
    public override bool MustBeTaken => IsAtConnection;

    internal override long Bytes => FrameBytes + Packet.Size + (Append?.Bytes ?? 0);
}

/// <summary>Begins a session.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Sid">The socket's id.</param>
/// <param name="Pid">What the client shows when it comes back.</param>
/// <param name="Person">Whose session it is, for presence; may be empty.</param>
/// <param name="Data">The socket's data, as JSON.</param>
/// <param name="Window">How long the client may be away; zero when it cannot come back.</param>
public sealed record ConnectOperation(
    string Namespace, string Sid, string Pid, string Person, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Data, TimeSpan Window)
    : SequencedOperation(Namespace)
{
    /// <summary>The rooms that it begins in, beside its own.</summary>
    public IReadOnlyList<string> Rooms { get; init; } = [];

    /// <summary>Called in the stream, when the session has begun.</summary>
    internal Action<SessionChange>? OnConnected { get; init; }
}

/// <summary>Takes a session over.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Pid">What the client showed.</param>
/// <param name="Offset">The offset of the last event that the client has, as it says.</param>
public sealed record ClaimOperation(string Namespace, string Pid, SessionOffset Offset) : SequencedOperation(Namespace)
{
    /// <summary>Called in the stream, when the session is taken.</summary>
    internal Action<SessionChange>? OnClaimed { get; init; }
}

/// <summary>Says that a claimed session is with its client again.</summary>
public sealed record ResumeOperation(string Namespace, string Sid, long Generation) : SequencedOperation(Namespace)
{
    /// <inheritdoc/>
    public override bool MustBeTaken => true;
}

/// <summary>Gives a claimed session back to its window.</summary>
public sealed record ReleaseOperation(string Namespace, string Sid, long Generation) : SequencedOperation(Namespace)
{
    /// <inheritdoc/>
    public override bool MustBeTaken => true;
}

/// <summary>Puts a session into rooms.</summary>
public sealed record JoinOperation(string Namespace, string Sid, long Generation, IReadOnlyList<string> Rooms) : SequencedOperation(Namespace)
{
    /// <summary>Whether it makes its client one of the live ones of a history, which nobody but the library wants.</summary>
    internal bool IsOfHistory { get; init; }

    /// <summary>Called in the stream, when the session is in the rooms.</summary>
    internal Action<SessionChange>? OnJoined { get; init; }

    /// <summary>Whether a middleware wanted it, before its client was in.</summary>
    internal bool IsAtConnection { get; init; }

    /// <inheritdoc/>
    public override bool MustBeTaken => IsOfHistory || IsAtConnection;

    internal override long Bytes => FrameBytes + BytesOf(Rooms);
}

/// <summary>Takes a session out of rooms.</summary>
public sealed record LeaveOperation(string Namespace, string Sid, long Generation, IReadOnlyList<string> Rooms) : SequencedOperation(Namespace)
{
    internal override long Bytes => FrameBytes + BytesOf(Rooms);
}

/// <summary>Sets a value of a session's data; an empty one removes it.</summary>
public sealed record DataOperation(string Namespace, string Sid, long Generation, string Key, ReadOnlyMemory<byte> Json) : SequencedOperation(Namespace)
{
    /// <summary>Whether it notes how far its client has a history, which nobody but the library does.</summary>
    internal bool IsOfHistory { get; init; }

    /// <inheritdoc/>
    public override bool MustBeTaken => IsOfHistory;

    internal override long Bytes => FrameBytes + Key.Length + Json.Length;
}

/// <summary>Says that a client's connection is gone.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Sid">The socket's id.</param>
/// <param name="Generation">The session's generation on this worker.</param>
/// <param name="Ended">Whether it is gone for good.</param>
public sealed record DepartOperation(string Namespace, string Sid, long Generation, bool Ended) : SequencedOperation(Namespace)
{
    /// <inheritdoc/>
    public override bool MustBeTaken => true;
}

/// <summary>Changes every session that is meant, wherever it is.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Target">Who is meant.</param>
/// <param name="Kind">What happens to them.</param>
/// <param name="Rooms">The rooms to enter or to leave.</param>
/// <param name="Close">For a disconnect, whether the connection is closed, too.</param>
public sealed record TargetOperation(
    string Namespace, BroadcastTarget Target, TargetChangeKind Kind, IReadOnlyList<string> Rooms, bool Close) : SequencedOperation(Namespace)
{
    internal override long Bytes => FrameBytes + BytesOf(Rooms);
}

/// <summary>An event for the other workers themselves.</summary>
public sealed record ServerEventOperation(string Namespace, EncodedPacket Packet) : SequencedOperation(Namespace)
{
    internal override long Bytes => FrameBytes + Packet.Size;
}

/// <summary>What happens to the sessions that a target means.</summary>
public enum TargetChangeKind
{
    /// <summary>They enter rooms.</summary>
    Join,

    /// <summary>They leave rooms.</summary>
    Leave,

    /// <summary>They end.</summary>
    Disconnect,
}
