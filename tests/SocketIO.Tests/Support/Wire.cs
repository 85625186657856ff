using System.Text;
using EngineIO;
using SocketIO.Arguments;
using SocketIO.Packets.Json;
using SocketIO.Parsers;

namespace SocketIO.Tests.Support;

/// <summary>Packets as text: "51-[…]" and then, separated by a blank, each attachment as "hex:0102".</summary>
internal static class Wire
{
    public const int MaxAttachments = 10;

    public static ArgumentSerializer Serializer { get; } = new(null);

    public static IPacketParser Parser { get; } = new JsonPacketParser(Serializer, MaxAttachments);

    public static string Text(EncodedPacket packet) => string.Join(' ', packet.Messages.ToArray().Select(message =>
        message.IsBinary ? Hex(message.Payload) : Encoding.UTF8.GetString(message.Payload.Span)));

    public static string Encode(PacketType type, string @namespace, long? ackId, string? name, params object?[] arguments) =>
        Text(Parser.Encode(new OutgoingPacket(type, @namespace, name, arguments, ackId)));

    /// <summary>Feeds messages to a new decoder; gives the outcome of the last one.</summary>
    public static DecodeResult Decode(string wire) => Decode(Parser.CreateDecoder(), wire);

    public static DecodeResult Decode(IPacketDecoder decoder, string wire)
    {
        var result = DecodeResult.Incomplete;
        foreach (var message in wire.Split(" hex:").SelectMany((part, index) => index == 0 ? Message(part) : [Binary(part)]))
        {
            result = decoder.Decode(message);
        }
        return result;
    }

    public static Packet DecodePacket(string wire)
    {
        var result = Decode(wire);
        Assert.That(result.Error, Is.Null, wire);
        Assert.That(result.Packet, Is.Not.Null, wire);
        return result.Packet!;
    }

    public static DecodeResult Decode(IPacketDecoder decoder, EncodedPacket packet)
    {
        var result = DecodeResult.Incomplete;
        foreach (var message in packet.Messages)
        {
            result = decoder.Decode(new EngineMessage(message.Payload, message.IsBinary));
        }
        return result;
    }

    /// <summary>The raw JSON of the arguments, joined by " | ".</summary>
    public static string Json(IEnumerable<EventArgument> arguments) =>
        string.Join(" | ", arguments.Select(argument => Encoding.UTF8.GetString(argument.Json.Span)));

    public static string Hex(ReadOnlyMemory<byte> bytes) => "hex:" + Convert.ToHexString(bytes.Span);

    private static EngineMessage[] Message(string text) => text.StartsWith("hex:", StringComparison.Ordinal)
        ? [Binary(text[4..])]
        : [new EngineMessage(Encoding.UTF8.GetBytes(text), false)];

    private static EngineMessage Binary(string hex) => new(Convert.FromHexString(hex), true);
}
