using SocketIO;
using SocketIO.Parsers;

namespace Fuzz.Inputs;

/// <summary>The packets of Socket.IO as MessagePack: valid ones, damaged ones, and no packets at all.</summary>
internal static class MessagePackInputs
{
    private static readonly IPacketParser Parser = PacketParsers.MessagePack(new SocketIOOptions());

    private static readonly byte[][] Known =
    [
        Control(PacketType.Connect, "/", "{}"),
        Control(PacketType.Connect, "/admin", """{"token":"x","nested":{"a":[1,2]}}"""),
        Control(PacketType.Connect, "/dynamic-3", ""),
        Control(PacketType.Disconnect, "/", ""),
        Control(PacketType.ConnectError, "/", """{"message":"no"}"""),
        Event("/", null, "echo", 1, "two", null, true, 1.5, long.MinValue, ulong.MaxValue),
        Event("/admin", 7, "typed", "a", 3, new byte[] { 1, 2, 3 }),
        Event("/", 12, "bytes", new byte[300], new { a = new byte[] { 9 }, when = DateTimeOffset.UnixEpoch }),
        Event("/", 1, "record", new { text = new string('é', 40), count = 3, data = Array.Empty<byte>() }),
        Event("/", null, "echo", DateTimeOffset.UnixEpoch, Enumerable.Range(0, 40).ToArray()),
        Ack("/", 0, "ok", new byte[] { 1 }),
        Ack("/admin", 1_073_741_824),
    ];

    public static Message Next(Dice dice)
    {
        var bytes = dice.Below(10) switch
        {
            0 => dice.Bytes(dice.Below(60)),
            < 4 => Mutator.Damage(dice, FromJson(dice), Known),
            _ => Mutator.Damage(dice, dice.Pick(Known), Known),
        };
        return new Message(bytes, dice.Percent(98));
    }

    private static byte[] FromJson(Dice dice)
    {
        // A lone surrogate in it is for the parser to get over.
        var value = EventArgument.FromJson(System.Text.Encoding.UTF8.GetBytes(JsonText.Array(dice, 0)));
        return Event("/", dice.Percent(50) ? dice.Below(1_000) : null, dice.Pick(["echo", "typed", "record", "room", "ask"]), value, dice.Bytes(dice.Below(20)));
    }

    private static byte[] Control(PacketType type, string space, string json) =>
        Bytes(Parser.EncodeControl(type, space, System.Text.Encoding.UTF8.GetBytes(json)));

    private static byte[] Event(string space, long? id, string name, params object?[] arguments) =>
        Bytes(Parser.Encode(new OutgoingPacket(PacketType.Event, space, name, arguments, id)));

    private static byte[] Ack(string space, long id, params object?[] arguments) =>
        Bytes(Parser.Encode(new OutgoingPacket(PacketType.Ack, space, null, arguments, id)));

    private static byte[] Bytes(EncodedPacket packet) => packet.Messages[0].Payload.ToArray();
}
