using System.Collections.Immutable;
using SocketIO.Sequencer.Submissions;

namespace SocketIO.Sequencer.Sessions;

/// <summary>Decides what sessions ask for, each at its place in the order.</summary>
internal sealed class SessionRules(SessionTable table, ClaimRules claims, SequencerOptions options)
{
    private readonly RoomRules _rooms = new(table, options);
    private readonly WindowRules _windows = new(table, options);

    /// <summary>Decides, and takes the step in the table.</summary>
    public Decision Decide(string instance, IOperation operation, Moment at) => operation switch
    {
        ConnectOperation connect => Connect(instance, connect, at),
        ClaimOperation claim => claims.Claim(instance, claim, at),
        SessionOperation { Session: var key } own => Find(instance, key) is { } session ? Decide(session, own, at) : Decision.Denied,
        TargetOperation target => _rooms.Change(target, at),
        WorkerGoneOperation gone => _windows.WorkerGone(gone.Instance, at),
        ExpireOperation => _windows.Expire(at),
        _ => throw new ArgumentException($"{operation.GetType().Name} is not an operation of sessions.", nameof(operation)),
    };

    private Decision Decide(Session session, SessionOperation operation, Moment at) => operation switch
    {
        JoinOperation join => _rooms.Join(session, join.Rooms, at),
        LeaveOperation leave => _rooms.Leave(session, leave.Rooms, at),
        DataOperation data => SetData(session, data, at),
        ResumeOperation => Resume(session, at),
        ReleaseOperation => Release(session, at),
        DepartOperation depart => _windows.Depart(session, depart.Ended, at),
        _ => throw new ArgumentException($"{operation.GetType().Name} is not an operation of sessions.", nameof(operation)),
    };

    private Session? Find(string instance, SessionKey key) =>
        table.Find(key.Sid) is { IsActive: true } session && session.Generation == key.Generation && session.Owner == instance
            ? session
            : null;

    private Decision Connect(string instance, ConnectOperation connect, Moment at)
    {
        var comesBack = connect.Window > TimeSpan.Zero && connect.Pid.Length > 0;
        if (table.Find(connect.Sid) is not null
            || (comesBack && table.FindByPid(connect.Namespace, connect.Pid) is not null)
            || IsTooMuch(connect.Data)
            || Sizes.Of(connect.Sid) + Sizes.Of(connect.Rooms) > options.MaxSessionRoomBytes)
        {
            return Decision.Denied;
        }
        var data = connect.Data.Keys.Any(SharedNames.Is) ? connect.Data.WithSetAt(at.Number) : connect.Data;
        var session = new Session
        {
            Sid = connect.Sid,
            Pid = comesBack ? connect.Pid : "",
            Namespace = connect.Namespace,
            Person = connect.Person,
            Generation = 1,
            Owner = instance,
            Phase = SessionPhase.Connected,
            ConnectedAt = at.Number,
            Window = comesBack ? (long)connect.Window.TotalMilliseconds : 0,
            Data = data,
        };
        session = session with
        {
            Rooms = connect.Rooms.Append(session.Sid).Distinct().ToImmutableDictionary(room => room, _ => Membership.From(at.Number)),
        };
        table.Change(at.Number, null, session);
        return Decision.Accepted(session.Changed(SessionChangeKind.Connected) with { Rooms = connect.Rooms, Data = SharedNames.Of(data) });
    }

    private Decision Resume(Session session, Moment at)
    {
        if (session.Phase != SessionPhase.Claimed)
        {
            return Decision.Denied;
        }
        table.Change(at.Number, session, session with { Phase = SessionPhase.Connected, Deadline = 0 });
        return Decision.Accepted(session.Changed(SessionChangeKind.Resumed));
    }

    private Decision Release(Session session, Moment at)
    {
        if (session.Phase != SessionPhase.Claimed)
        {
            return Decision.Denied;
        }
        var deadline = session.Deadline == 0 ? at.Now + session.Window : session.Deadline;
        table.Change(at.Number, session, session with { Phase = SessionPhase.Away, Deadline = deadline });
        return Decision.Accepted(session.Changed(SessionChangeKind.Released));
    }

    // What is said of its person it may have from another session, and must not be refused for.
    private bool IsTooMuch(ImmutableDictionary<string, ReadOnlyMemory<byte>> data)
    {
        var shared = Sizes.Of(SharedNames.Of(data));
        return shared > options.MaxSessionDataBytes || Sizes.Of(data) - shared > options.MaxSessionDataBytes;
    }

    private Decision SetData(Session session, DataOperation operation, Moment at)
    {
        var data = operation.Json.IsEmpty ? session.Data.Remove(operation.Key) : session.Data.SetItem(operation.Key, operation.Json);
        if (!operation.Json.IsEmpty && IsTooMuch(data))
        {
            return Decision.Denied;
        }
        var said = ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty.Add(operation.Key, operation.Json);
        if (SharedNames.Is(operation.Key))
        {
            (data, said) = (data.WithSetAt(at.Number), said.WithSetAt(at.Number));
        }
        table.Change(at.Number, session, session with { Data = data });
        return Decision.Accepted(session.Changed(SessionChangeKind.Data) with { Data = said });
    }
}
