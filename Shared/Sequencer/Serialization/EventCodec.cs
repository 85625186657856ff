using System.Collections.Immutable;

namespace SocketIO.Sequencer.Serialization;

/// <summary>The binary form of what an entry says: a byte for the kind, and its fields.</summary>
internal static class EventCodec
{
    private const byte Emit = 1;
    private const byte Server = 2;
    private const byte Session = 3;
    private const byte Sessions = 4;
    private const byte Target = 5;
    private const byte Durable = 6;

    public static void Write(ByteWriter writer, LogEvent value)
    {
        switch (value)
        {
            case EmitEvent { Stamp: { } stamp } durable:
                writer.Byte(Durable);
                WriteEmit(writer, durable);
                writer.Number(stamp.Previous);
                writer.Number(stamp.At);
                writer.Name(stamp.Room);
                writer.Bytes(stamp.Details.Span);
                break;
            case EmitEvent emit:
                writer.Byte(Emit);
                WriteEmit(writer, emit);
                break;
            case ServerEvent server:
                writer.Byte(Server);
                writer.Name(server.Namespace);
                writer.Bytes(server.Packet.Span);
                break;
            case SessionChanged session:
                writer.Byte(Session);
                WriteSession(writer, session);
                break;
            case SessionsChanged sessions:
                writer.Byte(Sessions);
                writer.Byte((byte)sessions.Kind);
                writer.Name(sessions.Instance);
                WriteRefs(writer, sessions.Sessions);
                break;
            case TargetChanged target:
                writer.Byte(Target);
                WriteChange(writer, target.Change);
                WriteRefs(writer, target.Sessions);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value), value.GetType().Name, null);
        }
    }

    public static LogEvent Read(ByteReader reader) => reader.Byte() switch
    {
        Emit => ReadEmit(reader),
        Durable => ReadEmit(reader) with { Stamp = new DurableStamp(reader.Number(), reader.Number(), reader.Name(), reader.Bytes()) },
        Server => new ServerEvent(reader.Name(), reader.Bytes()),
        Session => ReadSession(reader),
        Sessions => new SessionsChanged((SessionChangeKind)reader.Byte(), reader.Name(), ReadRefs(reader)),
        Target => new TargetChanged(ReadChange(reader), ReadRefs(reader)),
        _ => throw new InvalidDataException("an entry of the log is of an unknown kind"),
    };

    public static void WriteData(ByteWriter writer, ImmutableDictionary<string, ReadOnlyMemory<byte>> data)
    {
        writer.Number(data.Count);
        foreach (var (key, json) in data)
        {
            writer.Text(key);
            writer.Bytes(json.Span);
        }
    }

    public static ImmutableDictionary<string, ReadOnlyMemory<byte>> ReadData(ByteReader reader)
    {
        var data = ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty;
        for (var left = reader.Count(); left > 0; left--)
        {
            data = data.SetItem(reader.Text(), reader.Bytes());
        }
        return data;
    }

    private static void WriteEmit(ByteWriter writer, EmitEvent emit)
    {
        writer.Name(emit.Namespace);
        writer.Flag(false);
        WriteTarget(writer, emit.Target);
        writer.Bytes(emit.Packet.Span);
    }

    private static EmitEvent ReadEmit(ByteReader reader)
    {
        var name = reader.Name();
        // Was set for events of namespaces without sessions, which took them as long as a history could do without recovery.
        _ = reader.Flag();
        return new EmitEvent(name, ReadTarget(reader), reader.Bytes());
    }

    private static void WriteTarget(ByteWriter writer, BroadcastTarget target)
    {
        WriteNames(writer, target.Rooms);
        WriteNames(writer, target.Except);
    }

    private static BroadcastTarget ReadTarget(ByteReader reader)
    {
        var (rooms, except) = (ReadNames(reader), ReadNames(reader));
        return rooms.Length + except.Length == 0 ? BroadcastTarget.Everyone : new BroadcastTarget(rooms, except);
    }

    private static void WriteSession(ByteWriter writer, SessionChanged session)
    {
        writer.Byte((byte)session.Kind);
        writer.Name(session.Namespace);
        writer.Name(session.Sid);
        writer.Number(session.Generation);
        writer.Name(session.Owner);
        writer.Name(session.Person);
        WriteNames(writer, session.Rooms);
        WriteData(writer, session.Data);
        writer.Number(session.Position);
    }

    private static SessionChanged ReadSession(ByteReader reader) =>
        new((SessionChangeKind)reader.Byte(), reader.Name(), reader.Name(), reader.Number(), reader.Name(), reader.Name())
        {
            Rooms = ReadNames(reader),
            Data = ReadData(reader),
            Position = reader.Number(),
        };

    private static void WriteChange(ByteWriter writer, TargetOperation change)
    {
        writer.Name(change.Namespace);
        WriteTarget(writer, change.Target);
        writer.Byte((byte)change.Action);
        WriteNames(writer, change.Rooms);
        writer.Flag(change.Close);
    }

    private static TargetOperation ReadChange(ByteReader reader) =>
        new(reader.Name(), ReadTarget(reader), (TargetAction)reader.Byte())
        {
            Rooms = ReadNames(reader),
            Close = reader.Flag(),
        };

    private static void WriteRefs(ByteWriter writer, ImmutableArray<SessionReference> sessions)
    {
        writer.Number(sessions.Length);
        foreach (var session in sessions)
        {
            writer.Name(session.Namespace);
            writer.Text(session.Sid);
            writer.Name(session.Person);
            writer.Flag(session.Ended);
        }
    }

    private static ImmutableArray<SessionReference> ReadRefs(ByteReader reader)
    {
        var sessions = ImmutableArray.CreateBuilder<SessionReference>(reader.Count());
        for (var left = sessions.Capacity; left > 0; left--)
        {
            sessions.Add(new SessionReference(reader.Name(), reader.Text(), reader.Name(), reader.Flag()));
        }
        return sessions.MoveToImmutable();
    }

    private static void WriteNames(ByteWriter writer, ImmutableArray<string> names)
    {
        writer.Number(names.Length);
        foreach (var name in names)
        {
            writer.Name(name);
        }
    }

    private static ImmutableArray<string> ReadNames(ByteReader reader)
    {
        var names = new string[reader.Count()];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = reader.Name();
        }
        return [.. names];
    }
}
