using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Collections;
using SocketIO.Sequencing;
using OrderedPresentSession = SocketIO.Sequencing.PresentSession;
using OrderedServerEvent = SocketIO.Sequencing.ServerEvent;
using OrderedTargetChanged = SocketIO.Sequencing.TargetChanged;

namespace Cluster.Protos;

/// <summary>What the log says, at both ends of a worker's stream. Bytes are wrapped, not copied.</summary>
public static class EventCodec
{
    /// <summary>Writes an entry.</summary>
    public static Event Write(in LogEntry entry)
    {
        var message = new Event
        {
            Number = entry.Number,
            Instance = entry.Instance,
            Sequence = entry.Sequence,
            DurableId = entry.DurableId,
        };
        switch (entry.Event)
        {
            case EmitEvent emit:
                message.Emit = Write(emit);
                break;
            case SessionChanged change:
                message.Session = Write(change);
                break;
            case SessionsChanged changes:
                message.Session = new SessionEvent { Kind = Write(changes.Kind), Owner = changes.Instance };
                Add(message.Session.Sessions, changes.Sessions);
                break;
            case OrderedTargetChanged changed:
                message.TargetChanged = new TargetChanged { Change = Fields.Write(changed.Change) };
                Add(message.TargetChanged.Sessions, changed.Sessions);
                break;
            case OrderedServerEvent serverEvent:
                message.ServerEvent = new ServerEvent
                {
                    Namespace = serverEvent.Namespace,
                    Packet = UnsafeByteOperations.UnsafeWrap(serverEvent.Packet),
                };
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(entry), entry.Event.GetType().Name, null);
        }
        return message;
    }

    /// <summary>Reads an entry; <see langword="null"/> for one of a kind that a newer version has.</summary>
    /// <exception cref="ProtocolException">It says nothing that can be done.</exception>
    public static LogEntry? Read(Event message)
    {
        LogEvent? logged = message.BodyCase switch
        {
            Event.BodyOneofCase.Emit => Read(message.Emit),
            Event.BodyOneofCase.Session => Read(message.Session),
            Event.BodyOneofCase.TargetChanged => new OrderedTargetChanged(Fields.Read(message.TargetChanged.Change), Read(message.TargetChanged.Sessions)),
            Event.BodyOneofCase.ServerEvent => new OrderedServerEvent(message.ServerEvent.Namespace, message.ServerEvent.Packet.Memory),
            _ => null,
        };
        return logged is null ? null : new LogEntry(message.Number, message.Instance, message.Sequence, message.DurableId, logged);
    }

    /// <summary>Writes a page of what a session has missed.</summary>
    public static Missed Write(SessionKey session, MissedPage page)
    {
        var missed = new Missed { Session = session, UpTo = page.UpTo, Live = page.IsLast, Lost = page.IsLost };
        foreach (var entry in page.Events)
        {
            missed.Events.Add(Write(entry));
        }
        return missed;
    }

    /// <summary>Reads a page of what a session has missed.</summary>
    public static MissedPage Read(Missed missed) =>
        new([.. missed.Events.Select(Read).OfType<LogEntry>()], missed.UpTo, missed.Live, missed.Lost);

    /// <summary>Writes who is there.</summary>
    public static Presence Write(PresenceSnapshot snapshot)
    {
        var presence = new Presence { Number = snapshot.Number };
        foreach (var session in snapshot.Sessions)
        {
            var present = new PresentSession
            {
                Namespace = session.Namespace,
                Sid = session.Sid,
                Person = session.Person,
                Away = session.IsAway,
            };
            present.Rooms.AddAll(session.Rooms);
            present.Data.AddAll(session.Data);
            presence.Sessions.Add(present);
        }
        return presence;
    }

    /// <summary>Reads who is there.</summary>
    public static PresenceSnapshot Read(Presence presence) => new(presence.Number,
    [
        .. presence.Sessions.Select(session => new OrderedPresentSession(session.Namespace, session.Sid, session.Person, session.Away)
        {
            Rooms = Fields.Read(session.Rooms),
            Data = Fields.Read(session.Data),
        }),
    ]);

    /// <summary>Writes what became of a submission.</summary>
    public static SubmitAnswer Write(long sequence, SubmissionStatus status, long number, long durableId) => new()
    {
        Sequence = sequence,
        Status = (SubmitAnswer.Types.Status)status,
        Number = number,
        DurableId = durableId,
    };

    /// <summary>Reads what became of a submission.</summary>
    /// <exception cref="ProtocolException">It is nothing that this version knows.</exception>
    public static SubmissionAnswer Read(SubmitAnswer answer) => Enum.IsDefined((SubmissionStatus)answer.Status)
        ? new SubmissionAnswer((SubmissionStatus)answer.Status, answer.Number, answer.DurableId)
        : throw new ProtocolException($"a submission has no status {answer.Status}");

    private static Emit Write(EmitEvent emit) => new()
    {
        Namespace = emit.Namespace,
        Target = Fields.Write(emit.Target),
        Packet = UnsafeByteOperations.UnsafeWrap(emit.Packet),
        Stamp = emit.Stamp is not { } stamp ? null : new Stamp
        {
            Previous = stamp.Previous,
            AtMs = stamp.At,
            Room = stamp.Room,
            Details = UnsafeByteOperations.UnsafeWrap(stamp.Details),
        },
    };

    private static EmitEvent Read(Emit emit) => new(emit.Namespace, Fields.Read(emit.Target), emit.Packet.Memory)
    {
        Stamp = emit.Stamp is not { } stamp ? null : new DurableStamp(stamp.Previous, stamp.AtMs, stamp.Room, stamp.Details.Memory),
    };

    private static SessionEvent Write(SessionChanged change)
    {
        var message = new SessionEvent
        {
            Kind = Write(change.Kind),
            Namespace = change.Namespace,
            Sid = change.Sid,
            Generation = change.Generation,
            Owner = change.Owner,
            Person = change.Person,
            Position = change.Position,
        };
        message.Rooms.AddAll(change.Rooms);
        message.Data.AddAll(change.Data);
        return message;
    }

    private static LogEvent Read(SessionEvent message)
    {
        var kind = (SessionChangeKind)message.Kind;
        return kind switch
        {
            SessionChangeKind.Expired or SessionChangeKind.WorkerGone => new SessionsChanged(kind, message.Owner, Read(message.Sessions)),
            _ when !Enum.IsDefined(kind) => throw new ProtocolException($"a session has no change of kind {message.Kind}"),
            _ => new SessionChanged(kind, message.Namespace, message.Sid, message.Generation, message.Owner, message.Person)
            {
                Rooms = Fields.Read(message.Rooms),
                Data = Fields.Read(message.Data),
                Position = message.Position,
            },
        };
    }

    // The numbers are the same, in the log's file, too.
    private static SessionEvent.Types.Kind Write(SessionChangeKind kind) => (SessionEvent.Types.Kind)kind;

    private static void Add(RepeatedField<SessionRef> field, ImmutableArray<SessionReference> sessions)
    {
        foreach (var session in sessions)
        {
            field.Add(new SessionRef { Namespace = session.Namespace, Sid = session.Sid, Person = session.Person, Ended = session.Ended });
        }
    }

    private static ImmutableArray<SessionReference> Read(RepeatedField<SessionRef> sessions) =>
        [.. sessions.Select(session => new SessionReference(session.Namespace, session.Sid, session.Person, session.Ended))];
}
