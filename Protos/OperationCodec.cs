using System.Collections.Immutable;
using Google.Protobuf;
using SocketIO.Sequencing;
using OrderedServerEvent = SocketIO.Sequencing.ServerEvent;
using OrderedSessionKey = SocketIO.Sequencing.SessionKey;

namespace Cluster.Protos;

/// <summary>What a worker submits, at both ends of its stream. Bytes are wrapped, not copied.</summary>
public static class OperationCodec
{
    private const long MaxMilliseconds = long.MaxValue / TimeSpan.TicksPerMillisecond;

    /// <summary>Writes a submission; its number is given to it later.</summary>
    public static Submit Write(IOperation operation, DurableAppend? append) => operation switch
    {
        EmitEvent emit => new Submit
        {
            Emit = new Emit
            {
                Namespace = emit.Namespace,
                Target = Fields.Write(emit.Target),
                Packet = UnsafeByteOperations.UnsafeWrap(emit.Packet),
                Append = append is null ? null : Write(append),
            },
        },
        ConnectOperation connect => new Submit { Connect = Write(connect) },
        ClaimOperation claim => new Submit
        {
            Claim = new Claim { Namespace = claim.Namespace, Pid = claim.Pid, Epoch = claim.Epoch, Number = claim.Number },
        },
        ResumeOperation resume => new Submit { Resume = Write(resume.Session) },
        ReleaseOperation release => new Submit { Release = Write(release.Session) },
        JoinOperation join => new Submit { Join = Write(join.Session, join.Rooms) },
        LeaveOperation leave => new Submit { Leave = Write(leave.Session, leave.Rooms) },
        DataOperation data => new Submit
        {
            Data = new DataChange { Session = Write(data.Session), Key = data.Key, Json = UnsafeByteOperations.UnsafeWrap(data.Json) },
        },
        DepartOperation depart => new Submit { Depart = new Depart { Session = Write(depart.Session), Ended = depart.Ended } },
        TargetOperation change => new Submit { TargetChange = Fields.Write(change) },
        OrderedServerEvent serverEvent => new Submit
        {
            ServerEvent = new ServerEvent { Namespace = serverEvent.Namespace, Packet = UnsafeByteOperations.UnsafeWrap(serverEvent.Packet) },
        },
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
    };

    /// <summary>Reads the operation of a submission.</summary>
    /// <exception cref="ProtocolException">There is none.</exception>
    public static IOperation Read(Submit submit) => submit.OperationCase switch
    {
        Submit.OperationOneofCase.Emit => new EmitEvent(submit.Emit.Namespace, Fields.Read(submit.Emit.Target), submit.Emit.Packet.Memory),
        Submit.OperationOneofCase.Connect => Read(submit.Connect),
        Submit.OperationOneofCase.Claim =>
            new ClaimOperation(submit.Claim.Namespace, submit.Claim.Pid, submit.Claim.Epoch, submit.Claim.Number),
        Submit.OperationOneofCase.Resume => new ResumeOperation(Read(submit.Resume)),
        Submit.OperationOneofCase.Release => new ReleaseOperation(Read(submit.Release)),
        Submit.OperationOneofCase.Join => new JoinOperation(Read(submit.Join.Session), Fields.Read(submit.Join.Rooms)),
        Submit.OperationOneofCase.Leave => new LeaveOperation(Read(submit.Leave.Session), Fields.Read(submit.Leave.Rooms)),
        Submit.OperationOneofCase.Data => new DataOperation(Read(submit.Data.Session), submit.Data.Key, submit.Data.Json.Memory),
        Submit.OperationOneofCase.Depart => new DepartOperation(Read(submit.Depart.Session), submit.Depart.Ended),
        Submit.OperationOneofCase.TargetChange => Fields.Read(submit.TargetChange),
        Submit.OperationOneofCase.ServerEvent => new OrderedServerEvent(submit.ServerEvent.Namespace, submit.ServerEvent.Packet.Memory),
        _ => throw new ProtocolException("a submission has an operation"),
    };

    /// <summary>Reads what is stored with a submission, if anything is.</summary>
    public static DurableAppend? ReadAppend(Submit submit) => submit.Emit?.Append is not { } append ? null : new DurableAppend(append.Key, append.Content)
    {
        Room = new HistoryRoom(append.History, append.Room),
        EventName = append.EventName,
        IsJson = append.IsJson,
        Replaces = append.Replaces > 0 ? append.Replaces : null,
        Details = append.Details.Memory,
    };

    /// <summary>Writes how a history is kept; what is not said is for ever.</summary>
    public static KeepHistory Write(HistoryPolicy policy) => new()
    {
        History = policy.History,
        MaxEvents = policy.MaxEvents ?? 0,
        MaxAgeMs = (long)(policy.MaxAge?.TotalMilliseconds ?? 0),
        IsSearchable = policy.IsSearchable,
    };

    /// <summary>Reads how a history is kept.</summary>
    /// <exception cref="ProtocolException">It is no policy.</exception>
    public static HistoryPolicy Read(KeepHistory keep) => keep is { MaxEvents: >= 0, MaxAgeMs: >= 0 and <= MaxMilliseconds }
        ? new HistoryPolicy(keep.History)
        {
            MaxEvents = keep.MaxEvents > 0 ? keep.MaxEvents : null,
            IsSearchable = keep.IsSearchable,
            MaxAge = keep.MaxAgeMs > 0 ? TimeSpan.FromMilliseconds(keep.MaxAgeMs) : null,
        }
        : throw new ProtocolException("a history is kept for some time or for ever");

    /// <summary>Writes who is meant.</summary>
    public static Target Write(BroadcastTarget target) => Fields.Write(target);

    /// <summary>Reads who is meant.</summary>
    public static BroadcastTarget Read(Target? target) => Fields.Read(target);

    /// <summary>Names a session.</summary>
    public static SessionKey Write(OrderedSessionKey key) => new() { Sid = key.Sid, Generation = key.Generation };

    /// <summary>Reads which session is meant.</summary>
    /// <exception cref="ProtocolException">None is.</exception>
    public static OrderedSessionKey Read(SessionKey? key) => key is null
        ? throw new ProtocolException("what is about a session names it")
        : new OrderedSessionKey(key.Sid, key.Generation);

    private static RoomChange Write(OrderedSessionKey key, ImmutableArray<string> rooms)
    {
        var change = new RoomChange { Session = Write(key) };
        change.Rooms.AddAll(rooms);
        return change;
    }

    private static Append Write(DurableAppend append) => new()
    {
        Key = append.Key,
        Content = append.Content,
        History = append.Room.History,
        Room = append.Room.Room,
        EventName = append.EventName,
        IsJson = append.IsJson,
        Replaces = append.Replaces ?? 0,
        Details = UnsafeByteOperations.UnsafeWrap(append.Details),
    };

    private static Connect Write(ConnectOperation operation)
    {
        var connect = new Connect
        {
            Namespace = operation.Namespace,
            Sid = operation.Sid,
            Pid = operation.Pid,
            Person = operation.Person,
            WindowMs = (long)operation.Window.TotalMilliseconds,
        };
        connect.Rooms.AddAll(operation.Rooms);
        connect.Data.AddAll(operation.Data);
        return connect;
    }

    private static ConnectOperation Read(Connect connect) => new()
    {
        Namespace = connect.Namespace,
        Sid = connect.Sid,
        Pid = connect.Pid,
        Person = connect.Person,
        Data = Fields.Read(connect.Data),
        Rooms = Fields.Read(connect.Rooms),
        // Beyond that no clock counts.
        Window = TimeSpan.FromMilliseconds(Math.Clamp(connect.WindowMs, 0, (long)TimeSpan.FromDays(3650).TotalMilliseconds)),
    };
}
