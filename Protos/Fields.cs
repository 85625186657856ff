using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Collections;
using SocketIO.Sequencing;

namespace Cluster.Protos;

/// <summary>What several messages have in them.</summary>
internal static class Fields
{
    public static Target Write(BroadcastTarget target)
    {
        var message = new Target();
        message.Rooms.AddAll(target.Rooms);
        message.Except.AddAll(target.Except);
        return message;
    }

    public static BroadcastTarget Read(Target? target) => target is null || target.Rooms.Count + target.Except.Count == 0
        ? BroadcastTarget.Everyone
        : new BroadcastTarget(Read(target.Rooms), Read(target.Except));

    public static TargetChange Write(TargetOperation change)
    {
        var message = new TargetChange { Namespace = change.Namespace, Target = Write(change.Target) };
        switch (change.Action)
        {
            case TargetAction.Join:
                message.Join = Names(change.Rooms);
                break;
            case TargetAction.Leave:
                message.Leave = Names(change.Rooms);
                break;
            case TargetAction.Disconnect:
                message.Disconnect = new Disconnect { Close = change.Close };
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change.Action, null);
        }
        return message;
    }

    /// <exception cref="ProtocolException">It does not say what is to be done.</exception>
    public static TargetOperation Read(TargetChange change)
    {
        var (action, rooms) = change.ChangeCase switch
        {
            TargetChange.ChangeOneofCase.Join => (TargetAction.Join, change.Join.Rooms),
            TargetChange.ChangeOneofCase.Leave => (TargetAction.Leave, change.Leave.Rooms),
            TargetChange.ChangeOneofCase.Disconnect => (TargetAction.Disconnect, []),
            _ => throw new ProtocolException("a change of a target says what is to be done"),
        };
        return new TargetOperation(change.Namespace, Read(change.Target), action) { Rooms = Read(rooms), Close = change.Disconnect?.Close ?? false };
    }

    public static ImmutableArray<string> Read(RepeatedField<string> names) => names.Count == 0 ? [] : [.. names];

    // Not "Add": the field has one of its own, for which the array would be boxed.
    public static void AddAll(this RepeatedField<string> field, ImmutableArray<string> names)
    {
        foreach (var name in names)
        {
            field.Add(name);
        }
    }

    public static void AddAll(this MapField<string, ByteString> field, ImmutableDictionary<string, ReadOnlyMemory<byte>> data)
    {
        foreach (var (key, json) in data)
        {
            field.Add(key, UnsafeByteOperations.UnsafeWrap(json));
        }
    }

    public static ImmutableDictionary<string, ReadOnlyMemory<byte>> Read(MapField<string, ByteString> data) => data.Count == 0
        ? ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty
        : data.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Memory);

    private static RoomNames Names(ImmutableArray<string> rooms)
    {
        var message = new RoomNames();
        message.Rooms.AddAll(rooms);
        return message;
    }
}
