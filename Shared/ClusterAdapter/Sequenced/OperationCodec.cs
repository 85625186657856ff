using Cluster.Protos;
using ClusterAdapter.Adapter;
using Google.Protobuf;
using SocketIO.History;
using SocketIO.Recovery;

namespace ClusterAdapter.Sequenced;

/// <summary>Writes what a server submits as the primary takes it.</summary>
internal static class OperationCodec
{
    public static Submit ToProto(SequencedOperation operation) => operation switch
    {
        EmitOperation emit => new Submit { Emit = ToProto(emit) },
        ConnectOperation connect => new Submit { Connect = ToProto(connect) },
        ClaimOperation claim => new Submit
        {
            Claim = new Claim { Namespace = claim.Namespace, Pid = claim.Pid, Epoch = claim.Offset.Epoch, Number = claim.Offset.Number },
        },
        ResumeOperation resume => new Submit { Resume = Key(resume.Sid, resume.Generation) },
        ReleaseOperation release => new Submit { Release = Key(release.Sid, release.Generation) },
        JoinOperation join => new Submit { Join = Rooms(join.Sid, join.Generation, join.Rooms) },
        LeaveOperation leave => new Submit { Leave = Rooms(leave.Sid, leave.Generation, leave.Rooms) },
        DataOperation data => new Submit
        {
            Data = new DataChange { Session = Key(data.Sid, data.Generation), Key = data.Key, Json = UnsafeByteOperations.UnsafeWrap(data.Json) },
        },
        DepartOperation depart => new Submit { Depart = new Depart { Session = Key(depart.Sid, depart.Generation), Ended = depart.Ended } },
        TargetOperation change => new Submit { TargetChange = ToProto(change) },
        ServerEventOperation server => new Submit
        {
            ServerEvent = new ServerEvent { Namespace = server.Namespace, Packet = PacketCodec.ToProto(server.Packet).ToByteString() },
        },
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
    };

    /// <summary>How a history is kept; what is not said is for ever.</summary>
    public static KeepHistory ToProto(HistoryOptions options) => new()
    {
        History = options.Name,
        MaxEvents = options.MaxEvents ?? 0,
        MaxAgeMs = (long)(options.MaxAge?.TotalMilliseconds ?? 0),
        IsSearchable = options.IsSearchable,
    };

    private static Emit ToProto(EmitOperation operation) => new()
    {
        Namespace = operation.Namespace,
        Target = PacketCodec.ToProto(operation.Target),
        Packet = PacketCodec.ToProto(operation.Packet).ToByteString(),
        Append = operation.Append is { } append ? ToProto(append) : null,
    };

    private static Append ToProto(HistoryAppend append) => new()
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

    private static Connect ToProto(ConnectOperation operation)
    {
        var connect = new Connect
        {
            Namespace = operation.Namespace,
            Sid = operation.Sid,
            Pid = operation.Pid,
            Person = operation.Person,
            WindowMs = (long)operation.Window.TotalMilliseconds,
            Rooms = { operation.Rooms },
        };
        foreach (var (key, json) in operation.Data)
        {
            connect.Data[key] = UnsafeByteOperations.UnsafeWrap(json);
        }
        return connect;
    }

    private static Cluster.Protos.TargetChange ToProto(TargetOperation operation)
    {
        var change = new Cluster.Protos.TargetChange { Namespace = operation.Namespace, Target = PacketCodec.ToProto(operation.Target) };
        switch (operation.Kind)
        {
            case TargetChangeKind.Join:
                change.Join = new RoomNames { Rooms = { operation.Rooms } };
                break;
            case TargetChangeKind.Leave:
                change.Leave = new RoomNames { Rooms = { operation.Rooms } };
                break;
            case TargetChangeKind.Disconnect:
                change.Disconnect = new Disconnect { Close = operation.Close };
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(operation), operation.Kind, null);
        }
        return change;
    }

    private static SessionKey Key(string sid, long generation) => new() { Sid = sid, Generation = generation };

    private static RoomChange Rooms(string sid, long generation, IReadOnlyList<string> rooms) =>
        new() { Session = Key(sid, generation), Rooms = { rooms } };
}
