using System.Collections.Immutable;
using SocketIO.Sequencer.Sessions;

namespace SocketIO.Sequencer.Serialization;

/// <summary>The binary form of a session in its row.</summary>
internal static class SessionCodec
{
    private const byte Version = 1;

    public static byte[] Encode(ByteWriter writer, Session session)
    {
        writer.Byte(Version);
        writer.Text(session.Pid);
        writer.Text(session.Namespace);
        writer.Text(session.Person);
        writer.Number(session.Generation);
        writer.Text(session.Owner);
        writer.Byte((byte)session.Phase);
        writer.Number(session.ConnectedAt);
        writer.Number(session.Window);
        writer.Number(session.Deadline);
        writer.Number(session.CompleteFrom);
        EventCodec.WriteData(writer, session.Data);
        writer.Number(session.Rooms.Count);
        foreach (var (room, membership) in session.Rooms)
        {
            writer.Text(room);
            writer.Number(membership.Since);
            writer.Number(membership.Past.Count);
            foreach (var interval in membership.Past)
            {
                writer.Number(interval.From);
                writer.Number(interval.To);
            }
        }
        return writer.Take();
    }

    /// <exception cref="InvalidDataException">The bytes are not a session.</exception>
    public static Session Decode(string sid, byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        if (reader.Byte() != Version)
        {
            throw new InvalidDataException("a session has an unknown format");
        }
        // In the order in which they were written.
        var session = new Session
        {
            Sid = sid,
            Pid = reader.Text(),
            Namespace = reader.Text(),
            Person = reader.Text(),
            Generation = reader.Number(),
            Owner = reader.Text(),
            Phase = (SessionPhase)reader.Byte(),
            ConnectedAt = reader.Number(),
            Window = reader.Number(),
            Deadline = reader.Number(),
            CompleteFrom = reader.Number(),
            Data = EventCodec.ReadData(reader),
            Rooms = ReadRooms(reader),
        };
        return reader.IsAtEnd ? session : throw new InvalidDataException("a session has bytes left over");
    }

    private static ImmutableDictionary<string, Membership> ReadRooms(ByteReader reader)
    {
        var rooms = ImmutableDictionary.CreateBuilder<string, Membership>();
        for (var left = reader.Count(); left > 0; left--)
        {
            var room = reader.Text();
            var since = reader.Number();
            var past = new Interval[reader.Count()];
            for (var i = 0; i < past.Length; i++)
            {
                past[i] = new Interval(reader.Number(), reader.Number());
            }
            rooms[room] = new Membership(past, since);
        }
        return rooms.ToImmutable();
    }
}
