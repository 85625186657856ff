using System.Buffers;
using EngineIO;
using SocketIO.Arguments;
using SocketIO.Packets.Json;
using SocketIO.Parsers;

namespace SocketIO.Packets.MessagePack;

/// <summary>
/// A parser that npm's socket.io-msgpack-parser 3 understands: a packet is one binary message, a map of type, nsp, id
/// and data. What a slot stands for is added at the end: a durable id and what goes with it to the array of the data, which comes last, or
/// the key of the acknowledgement id behind it.
/// </summary>
internal sealed class MessagePackPacketParser(ArgumentSerializer serializer) : IPacketParser
{
    /// <summary>A key of two letters and a number, at their largest.</summary>
    private const int MaxAddition = 3 + 9 + 5;

    public EncodedPacket Encode(in OutgoingPacket packet) =>
        serializer.WithRoom((Parser: this, Packet: packet), static call => call.Parser.EncodeHere(call.Packet));

    private EncodedPacket EncodeHere(in OutgoingPacket packet)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        var writer = new MessagePackWriter(buffer);
        // A slot counts already, in the map or in the array; its value follows when it is known.
        WriteHead(writer, packet.Type, packet.Namespace, packet.AckId, (packet.Slot == PacketSlot.AckId ? 1 : 0) + 1);
        writer.String("data"u8);
        var hides = packet.HidesString && EndsInString(packet);
        writer.Array(packet.Arguments.Count + (packet.EventName is null ? 0 : 1) + SlotsAtEnd(packet.Slot) + (hides ? 1 : 0));
        if (packet.EventName is not null)
        {
            writer.String(packet.EventName);
        }
        foreach (var argument in packet.Arguments)
        {
            WriteArgument(writer, argument);
        }
        if (hides)
        {
            writer.Nil();
        }
        return new EncodedPacket([OutboundMessage.Binary(buffer.WrittenSpan, packet.Compress)], packet.Slot);
    }

    public EncodedPacket EncodeControl(PacketType type, string @namespace, ReadOnlySpan<byte> json)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        var writer = new MessagePackWriter(buffer);
        WriteHead(writer, type, @namespace, ackId: null, json.IsEmpty ? 0 : 1);
        if (!json.IsEmpty)
        {
            writer.String("data"u8);
            JsonToMessagePack.Write(writer, json, []);
        }
        return new EncodedPacket([OutboundMessage.Binary(buffer.WrittenSpan)]);
    }

    public EncodedPacket Fill(EncodedPacket template, long id, string? offset = null, ReadOnlySpan<byte> description = default)
    {
        if (template.Slot == PacketSlot.None)
        {
            return template;
        }
        var bytes = template.Messages[0].Payload.Span;
        var buffer = new ArrayBufferWriter<byte>(bytes.Length + MaxAddition + description.Length + (offset?.Length ?? 0));
        buffer.Write(bytes);
        var writer = new MessagePackWriter(buffer);
        if (template.Slot == PacketSlot.AckId)
        {
            writer.String("id"u8);
        }
        if ((template.Slot & (PacketSlot.AckId | PacketSlot.DurableId)) != 0)
        {
            writer.Integer(id);
        }
        if (template.Slot.HasFlag(PacketSlot.Description))
        {
            JsonToMessagePack.Write(writer, description, []);
        }
        if (template.Slot.HasFlag(PacketSlot.Offset))
        {
            writer.String(offset ?? "");
        }
        return new EncodedPacket([OutboundMessage.Binary(buffer.WrittenSpan, template.IsCompressible)]);
    }

    public EncodedPacket Rebuild(
        ReadOnlyMemory<byte> first, IReadOnlyList<ReadOnlyMemory<byte>> attachments, PacketSlot slot, bool isCompressible) =>
        new([OutboundMessage.Binary(first.Span, isCompressible)], slot);

    public IPacketDecoder CreateDecoder() => new MessagePackPacketDecoder(serializer);

    private static int SlotsAtEnd(PacketSlot slot) =>
        (slot.HasFlag(PacketSlot.DurableId) ? 1 : 0) + (slot.HasFlag(PacketSlot.Description) ? 1 : 0) + (slot.HasFlag(PacketSlot.Offset) ? 1 : 0);

    /// <summary>Whether the last thing in the array, which may be the event's name, is a string once it is written.</summary>
    private bool EndsInString(in OutgoingPacket packet)
    {
        if (packet.Arguments.Count == 0)
        {
            return packet.EventName is not null;
        }
        var buffer = new ArrayBufferWriter<byte>();
        WriteArgument(new MessagePackWriter(buffer), packet.Arguments[^1]);
        // The type bytes of a string: fixed length, then lengths of one, two and four bytes.
        return buffer.WrittenSpan is [(>= 0xa0 and <= 0xbf) or 0xd9 or 0xda or 0xdb, ..];
    }

    private static void WriteHead(MessagePackWriter writer, PacketType type, string @namespace, long? ackId, int keysToCome)
    {
        writer.Map(2 + (ackId is null ? 0 : 1) + keysToCome);
        writer.String("type"u8);
        writer.Integer((int)type);
        writer.String("nsp"u8);
        writer.String(@namespace);
        if (ackId is { } id)
        {
            writer.String("id"u8);
            writer.Integer(id);
        }
    }

    private void WriteArgument(MessagePackWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.Nil();
                break;
            case string text:
                writer.String(text);
                break;
            case bool flag:
                writer.Boolean(flag);
                break;
            case int number:
                writer.Integer(number);
                break;
            case long number:
                writer.Integer(number);
                break;
            case double number:
                writer.Float(number);
                break;
            case byte[] bytes:
                writer.Binary(bytes);
                break;
            case ReadOnlyMemory<byte> bytes:
                writer.Binary(bytes.Span);
                break;
            case DateTimeOffset date:
                writer.Date(date);
                break;
            case DateTime date:
                writer.Date(new DateTimeOffset(DateTimeConverter.WithKind(date)));
                break;
            case EventArgument argument:
                WriteReceived(writer, argument);
                break;
            default:
                WriteObject(writer, value);
                break;
        }
    }

    private static void WriteReceived(MessagePackWriter writer, in EventArgument argument)
    {
        if (argument.Attachments is MessagePackSource source)
        {
            writer.Raw(source.Raw.Span);
        }
        else if (argument.Json.IsEmpty)
        {
            writer.Nil();
        }
        else
        {
            JsonToMessagePack.Write(writer, argument.Json.Span, argument.Attachments);
        }
    }

    private void WriteObject(MessagePackWriter writer, object value)
    {
        using var scratch = JsonScratch.Rent(serializer.WriterOptions);
        var attachments = new List<ReadOnlyMemory<byte>>(0);
        serializer.Serialize(scratch.Writer, value, attachments);
        scratch.Writer.Flush();
        JsonToMessagePack.Write(writer, scratch.Written, attachments);
    }
}
