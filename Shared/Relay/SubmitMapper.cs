using System.Collections.Immutable;
using Cluster.Protos;
using EventLog;
using EventLog.Events;
using EventLog.Operations;
using Google.Protobuf;
using Google.Protobuf.Collections;
using ServerEvent = EventLog.Events.ServerEvent;
using SessionKey = EventLog.Sessions.SessionKey;

namespace Cluster.Relay;

/// <summary>What a worker submits, as the log takes it. Packets are wrapped, not copied.</summary>
internal static class SubmitMapper
{
    private const long MaxMilliseconds = long.MaxValue / TimeSpan.TicksPerMillisecond;

    /// <exception cref="LinkException">It is not a submission.</exception>
    public static Submission ToSubmission(string instance, Submit submit) => submit.Sequence < 1
        ? throw Fault("a submission has a number")
        : new Submission(instance, submit.Sequence, ToOperation(submit), ToAppend(submit.Emit?.Append));

    /// <exception cref="LinkException">It is not a policy.</exception>
    public static HistoryPolicy ToPolicy(KeepHistory keep) => keep is { MaxEvents: >= 0, MaxAgeMs: >= 0 and <= MaxMilliseconds }
        ? new HistoryPolicy(keep.History)
        {
            MaxEvents = keep.MaxEvents > 0 ? keep.MaxEvents : null,
            IsSearchable = keep.IsSearchable,
            MaxAge = keep.MaxAgeMs > 0 ? TimeSpan.FromMilliseconds(keep.MaxAgeMs) : null,
        }
        : throw Fault("a history is kept for some time or for ever");

    private static DurableAppend? ToAppend(Append? append) => append is null ? null : new DurableAppend(append.Key, append.Content)
    {
        Room = new HistoryRoom(append.History, append.Room),
        EventName = append.EventName,
        IsJson = append.IsJson,
        Replaces = append.Replaces,
        Details = append.Details.Memory,
    };

    private static IOperation ToOperation(Submit submit) => submit.OperationCase switch
    {
        Submit.OperationOneofCase.Emit =>
            new EmitEvent(submit.Emit.Namespace, ToTarget(submit.Emit.Target), submit.Emit.Packet.Memory),
        Submit.OperationOneofCase.Connect => ToConnect(submit.Connect),
        Submit.OperationOneofCase.Claim =>
            new ClaimOperation(submit.Claim.Namespace, submit.Claim.Pid, submit.Claim.Epoch, submit.Claim.Number),
        Submit.OperationOneofCase.Resume => new ResumeOperation(ToKey(submit.Resume)),
        Submit.OperationOneofCase.Release => new ReleaseOperation(ToKey(submit.Release)),
        Submit.OperationOneofCase.Join => new JoinOperation(ToKey(submit.Join.Session), ToNames(submit.Join.Rooms)),
        Submit.OperationOneofCase.Leave => new LeaveOperation(ToKey(submit.Leave.Session), ToNames(submit.Leave.Rooms)),
        Submit.OperationOneofCase.Data => new DataOperation(ToKey(submit.Data.Session), submit.Data.Key, submit.Data.Json.Memory),
        Submit.OperationOneofCase.Depart => new DepartOperation(ToKey(submit.Depart.Session), submit.Depart.Ended),
        Submit.OperationOneofCase.TargetChange => ToChange(submit.TargetChange),
        Submit.OperationOneofCase.ServerEvent => new ServerEvent(submit.ServerEvent.Namespace, submit.ServerEvent.Packet.Memory),
        _ => throw Fault("a submission has an operation"),
    };

    private static ConnectOperation ToConnect(Connect connect) => new()
    {
        Namespace = connect.Namespace,
        Sid = connect.Sid,
        Pid = connect.Pid,
        Person = connect.Person,
        Data = ToData(connect.Data),
        Rooms = ToNames(connect.Rooms),
        // Beyond that no clock counts.
        Window = TimeSpan.FromMilliseconds(Math.Clamp(connect.WindowMs, 0, (long)TimeSpan.FromDays(3650).TotalMilliseconds)),
    };

    private static TargetOperation ToChange(TargetChange change)
    {
        var target = ToTarget(change.Target);
        return change.ChangeCase switch
        {
            TargetChange.ChangeOneofCase.Join =>
                new TargetOperation(change.Namespace, target, TargetAction.Join) { Rooms = ToNames(change.Join.Rooms) },
            TargetChange.ChangeOneofCase.Leave =>
                new TargetOperation(change.Namespace, target, TargetAction.Leave) { Rooms = ToNames(change.Leave.Rooms) },
            TargetChange.ChangeOneofCase.Disconnect =>
                new TargetOperation(change.Namespace, target, TargetAction.Disconnect) { Close = change.Disconnect.Close },
            _ => throw Fault("a change of a target says what is to be done"),
        };
    }

    private static RoomTarget ToTarget(Target? target) => target is null || target.Rooms.Count + target.Except.Count == 0
        ? RoomTarget.Everybody
        : new RoomTarget(ToNames(target.Rooms), ToNames(target.Except));

    private static SessionKey ToKey(Protos.SessionKey? key) =>
        key is null ? throw Fault("an operation on a session names it") : new SessionKey(key.Sid, key.Generation);

    private static ImmutableArray<string> ToNames(RepeatedField<string> names) => names.Count == 0 ? [] : [.. names];

    private static ImmutableDictionary<string, ReadOnlyMemory<byte>> ToData(MapField<string, ByteString> data) =>
        data.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Memory);

    private static LinkException Fault(string rule) => new(LinkFault.Protocol, rule);
}
