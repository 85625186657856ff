using System.Buffers.Text;
using System.Text;
using EngineIO;
using SocketIO.Arguments;
using SocketIO.Parsers;

namespace SocketIO.Packets.Json;

/// <summary>The default parser of the protocol: JSON text with binary attachments as messages of their own.</summary>
internal sealed class JsonPacketParser(ArgumentSerializer serializer, int maxAttachments) : IPacketParser
{
    private const int MaxDigits = 20;

    public EncodedPacket Encode(in OutgoingPacket packet) =>
        serializer.WithRoom((Parser: this, Packet: packet), static call => call.Parser.EncodeHere(call.Packet));

    private EncodedPacket EncodeHere(in OutgoingPacket packet)
    {
        using var scratch = JsonScratch.Rent(serializer.WriterOptions);
        var attachments = new List<ReadOnlyMemory<byte>>(0);
        var writer = scratch.Writer;
        writer.WriteStartArray();
        if (packet.EventName is not null)
        {
            writer.WriteStringValue(packet.EventName);
        }
        foreach (var argument in packet.Arguments)
        {
            serializer.Serialize(writer, argument, attachments);
        }
        writer.WriteEndArray();
        writer.Flush();

        var type = attachments.Count == 0 ? packet.Type : BinaryKind(packet.Type);
        // A string is the only value that ends in a quotation mark.
        var hides = packet.HidesString && scratch.Written is [.., (byte)'"', (byte)']'];
        var first = Frame(type, attachments.Count, packet.Namespace, packet.AckId, scratch.Written, hides ? ",null]"u8 : default, packet.Compress);
        var messages = new OutboundMessage[1 + attachments.Count];
        messages[0] = first;
        for (var i = 0; i < attachments.Count; i++)
        {
            messages[i + 1] = OutboundMessage.Binary(attachments[i].Span, packet.Compress);
        }
        return new EncodedPacket(messages, packet.Slot);
    }

    public EncodedPacket EncodeControl(PacketType type, string @namespace, ReadOnlySpan<byte> json) =>
        new([Frame(type, 0, @namespace, null, json)]);

    public EncodedPacket Fill(EncodedPacket template, long id, string? offset = null, ReadOnlySpan<byte> description = default)
    {
        var text = template.Messages[0].Payload.Span;
        switch (template.Slot)
        {
            case PacketSlot.None:
                return template;
            case PacketSlot.AckId:
                _ = PacketHeader.Parse(text, out var header);
                return Insert(template, header.Length, [], id, description: default, offset: null);
            case var slot:
                // The end of the argument array: the text always closes with its bracket.
                return Insert(
                    template,
                    text.Length - 1,
                    ","u8,
                    slot.HasFlag(PacketSlot.DurableId) ? id : null,
                    slot.HasFlag(PacketSlot.Description) ? description : default,
                    slot.HasFlag(PacketSlot.Offset) ? offset : null);
        }
    }

    public EncodedPacket Rebuild(
        ReadOnlyMemory<byte> first, IReadOnlyList<ReadOnlyMemory<byte>> attachments, PacketSlot slot, bool isCompressible)
    {
        var messages = new OutboundMessage[1 + attachments.Count];
        messages[0] = OutboundMessage.Text(first.Span, isCompressible);
        for (var i = 0; i < attachments.Count; i++)
        {
            messages[i + 1] = OutboundMessage.Binary(attachments[i].Span, isCompressible);
        }
        return new EncodedPacket(messages, slot);
    }

    public IPacketDecoder CreateDecoder() => new JsonPacketDecoder(serializer, maxAttachments);

    private static EncodedPacket Insert(
        EncodedPacket template, int position, ReadOnlySpan<byte> before, long? id, ReadOnlySpan<byte> description, string? offset)
    {
        var text = template.Messages[0].Payload.Span;
        var room = (3 * before.Length) + MaxDigits + description.Length + (offset is null ? 0 : offset.Length + 2);
        var buffer = new byte[OutboundMessage.Prefix + text.Length + room];
        var at = OutboundMessage.Prefix;
        Append(text[..position]);
        if (id is { } number)
        {
            Append(before);
            Utf8Formatter.TryFormat(number, buffer.AsSpan(at), out var written);
            at += written;
        }
        if (!description.IsEmpty)
        {
            Append(before);
            Append(description);
        }
        if (offset is not null)
        {
            Append(before);
            buffer[at++] = (byte)'"';
            at += Encoding.ASCII.GetBytes(offset, buffer.AsSpan(at));
            buffer[at++] = (byte)'"';
        }
        Append(text[position..]);

        var messages = template.Messages.ToArray();
        messages[0] = OutboundMessage.FromPrefixedText(buffer, at - OutboundMessage.Prefix, template.IsCompressible);
        return new EncodedPacket(messages);

        void Append(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(buffer.AsSpan(at));
            at += bytes.Length;
        }
    }

    private static PacketType BinaryKind(PacketType type) => type switch
    {
        PacketType.Event => PacketType.BinaryEvent,
        PacketType.Ack => PacketType.BinaryAck,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "this packet carries no attachments"),
    };

    // With an ending, it stands in place of the text's own last byte.
    private static OutboundMessage Frame(
        PacketType type, int attachments, string @namespace, long? ackId, ReadOnlySpan<byte> json, ReadOnlySpan<byte> ending = default, bool isCompressible = true)
    {
        if (!ending.IsEmpty)
        {
            json = json[..^1];
        }
        var named = @namespace != "/";
        var room = 1 + MaxDigits + 1 + (named ? Encoding.UTF8.GetMaxByteCount(@namespace.Length) + 1 : 0) + MaxDigits + json.Length + ending.Length;
        var buffer = new byte[OutboundMessage.Prefix + room];
        var at = OutboundMessage.Prefix;
        buffer[at++] = (byte)('0' + (int)type);
        if (attachments > 0)
        {
            Utf8Formatter.TryFormat(attachments, buffer.AsSpan(at), out var written);
            at += written;
            buffer[at++] = (byte)'-';
        }
        if (named)
        {
            at += Encoding.UTF8.GetBytes(@namespace, buffer.AsSpan(at));
            buffer[at++] = (byte)',';
        }
        if (ackId is { } id)
        {
            Utf8Formatter.TryFormat(id, buffer.AsSpan(at), out var written);
            at += written;
        }
        json.CopyTo(buffer.AsSpan(at));
        at += json.Length;
        ending.CopyTo(buffer.AsSpan(at));
        at += ending.Length;
        return OutboundMessage.FromPrefixedText(buffer, at - OutboundMessage.Prefix, isCompressible);
    }
}
