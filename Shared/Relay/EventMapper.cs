using System.Collections.Immutable;
using Cluster.Protos;
using EventLog;
using EventLog.Events;
using EventLog.Operations;
using EventLog.Sessions;
using Google.Protobuf;
using Google.Protobuf.Collections;
using ServerEvent = EventLog.Events.ServerEvent;
using SessionRef = EventLog.Sessions.SessionRef;
using TargetChanged = EventLog.Events.TargetChanged;

namespace Cluster.Relay;

/// <summary>Entries of the log as messages for a worker. Packets are wrapped, not copied.</summary>
internal static class EventMapper
{
    public static Event ToEvent(in LogEntry entry, string receiver)
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
                message.Emit = new Emit
                {
                    Namespace = emit.Namespace,
                    Target = ToTarget(emit.Target),
                    Packet = UnsafeByteOperations.UnsafeWrap(emit.Packet),
                    Stamp = emit.Stamp is { } stamp ? ToStamp(stamp) : null,
                };
                break;
            case SessionChanged session:
                message.Session = ToSession(session, receiver);
                break;
            case SessionsChanged sessions:
                message.Session = new SessionEvent { Kind = ToKind(sessions.Kind), Owner = sessions.Instance };
                Add(message.Session.Sessions, sessions.Sessions);
                break;
            case TargetChanged target:
                message.TargetChanged = new Protos.TargetChanged { Change = ToChange(target.Change) };
                Add(message.TargetChanged.Sessions, target.Sessions);
                break;
            case ServerEvent server:
                message.ServerEvent = new Protos.ServerEvent
                {
                    Namespace = server.Namespace,
                    Packet = UnsafeByteOperations.UnsafeWrap(server.Packet),
                };
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(entry), entry.Event.GetType().Name, null);
        }
        return message;
    }

    public static Missed ToMissed(Protos.SessionKey session, MissedPage page, string receiver)
    {
        var missed = new Missed { Session = session, UpTo = page.UpTo, Live = page.IsLast, Lost = page.IsLost };
        foreach (var entry in page.Events)
        {
            missed.Events.Add(ToEvent(entry, receiver));
        }
        return missed;
    }

    public static PrimaryFrame ToFrame(PresenceSnapshot snapshot)
    {
        var presence = new Presence { Number = snapshot.Number };
        foreach (var session in snapshot.Sessions)
        {
            var present = new Protos.PresentSession
            {
                Namespace = session.Namespace,
                Sid = session.Sid,
                Person = session.Person,
                Away = session.IsAway,
            };
            Add(present.Rooms, session.Rooms);
            Add(present.Data, session.Data);
            presence.Sessions.Add(present);
        }
        return new PrimaryFrame { Presence = presence };
    }

    private static SessionEvent ToSession(SessionChanged session, string receiver)
    {
        var message = new SessionEvent
        {
            Kind = ToKind(session.Kind),
            Namespace = session.Namespace,
            Sid = session.Sid,
            Generation = session.Generation,
            Owner = session.Owner,
            Person = session.Person,
            Position = session.Position,
        };
        // The others need to know that it is there, and not all that it has.
        var isOwner = session.Owner == receiver;
        Add(message.Rooms, isOwner ? session.Rooms : SharedNames.Of(session.Rooms));
        Add(message.Data, isOwner ? session.Data : SharedNames.Of(session.Data));
        return message;
    }

    private static void Add(MapField<string, ByteString> field, ImmutableDictionary<string, ReadOnlyMemory<byte>> data)
    {
        foreach (var (key, json) in data)
        {
            field.Add(key, UnsafeByteOperations.UnsafeWrap(json));
        }
    }

    private static Stamp ToStamp(in DurableStamp stamp) => new()
    {
        Previous = stamp.Previous,
        AtMs = stamp.At,
        Room = stamp.Room,
        Details = UnsafeByteOperations.UnsafeWrap(stamp.Details),
    };

    private static Target ToTarget(RoomTarget target)
    {
        var message = new Target();
        Add(message.Rooms, target.Rooms);
        Add(message.Except, target.Except);
        return message;
    }

    private static TargetChange ToChange(TargetOperation change)
    {
        var message = new TargetChange { Namespace = change.Namespace, Target = ToTarget(change.Target) };
        switch (change.Action)
        {
            case TargetAction.Join:
                message.Join = ToNames(change.Rooms);
                break;
            case TargetAction.Leave:
                message.Leave = ToNames(change.Rooms);
                break;
            default:
                message.Disconnect = new Disconnect { Close = change.Close };
                break;
        }
        return message;
    }

    private static RoomNames ToNames(ImmutableArray<string> rooms)
    {
        var message = new RoomNames();
        Add(message.Rooms, rooms);
        return message;
    }

    private static void Add(RepeatedField<string> field, ImmutableArray<string> names)
    {
        foreach (var name in names)
        {
            field.Add(name);
        }
    }

    private static void Add(RepeatedField<Protos.SessionRef> field, ImmutableArray<SessionRef> sessions)
    {
        foreach (var session in sessions)
        {
            field.Add(new Protos.SessionRef
            {
                Namespace = session.Namespace,
                Sid = session.Sid,
                Person = session.Person,
                Ended = session.Ended,
            });
        }
    }

    private static SessionEvent.Types.Kind ToKind(SessionChangeKind kind) => kind switch
    {
        SessionChangeKind.Connected => SessionEvent.Types.Kind.Connected,
        SessionChangeKind.Claimed => SessionEvent.Types.Kind.Claimed,
        SessionChangeKind.Resumed => SessionEvent.Types.Kind.Resumed,
        SessionChangeKind.Released => SessionEvent.Types.Kind.Released,
        SessionChangeKind.Joined => SessionEvent.Types.Kind.Joined,
        SessionChangeKind.Left => SessionEvent.Types.Kind.Left,
        SessionChangeKind.Data => SessionEvent.Types.Kind.Data,
        SessionChangeKind.Away => SessionEvent.Types.Kind.Away,
        SessionChangeKind.Ended => SessionEvent.Types.Kind.Ended,
        SessionChangeKind.Expired => SessionEvent.Types.Kind.Expired,
        SessionChangeKind.WorkerGone => SessionEvent.Types.Kind.WorkerGone,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
