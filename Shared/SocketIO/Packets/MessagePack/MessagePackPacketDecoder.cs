using System.Globalization;
using System.Text;
using EngineIO;
using SocketIO.Arguments;
using SocketIO.Packets.Json;
using SocketIO.Parsers;

namespace SocketIO.Packets.MessagePack;

/// <summary>Decodes the messages of one connection, each of which is a whole packet.</summary>
internal sealed class MessagePackPacketDecoder(ArgumentSerializer serializer) : IPacketDecoder
{
    public DecodeResult Decode(in EngineMessage message)
    {
        if (!message.IsBinary)
        {
            return DecodeResult.Invalid("got plaintext data where MessagePack is expected");
        }
        // The message's memory goes back to its pool; the packet lives on in a queue.
        ReadOnlyMemory<byte> bytes = message.Data.ToArray();
        return MessagePackEnvelope.Parse(bytes.Span, out var envelope) is { } error
            ? DecodeResult.Invalid(error)
            : Complete(envelope, bytes);
    }

    private DecodeResult Complete(in MessagePackEnvelope envelope, ReadOnlyMemory<byte> bytes)
    {
        switch (envelope.Type)
        {
            case PacketType.Connect when envelope.Data is null:
            case PacketType.Disconnect when envelope.Data is null:
                return DecodeResult.Complete(Create(envelope, bytes.Length, "", EventArguments.Empty, default));
            case PacketType.Connect when envelope.Data is { Kind: MessagePackKind.Map }:
                return ReadPayload(envelope, bytes);
            case PacketType.Event when envelope.Data is { Kind: MessagePackKind.Array, Length: > 0 }:
                return ReadEvent(envelope, bytes);
            case PacketType.Ack when envelope is { AckId: not null, Data.Kind: MessagePackKind.Array }:
                var reader = new MessagePackReader(bytes.Span, envelope.DataStart);
                return ReadArguments(envelope, bytes, ref reader, "", envelope.Data.Value.Length);
            default:
                return DecodeResult.Invalid("invalid payload");
        }
    }

    private DecodeResult ReadPayload(in MessagePackEnvelope envelope, ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessagePackReader(bytes.Span, envelope.DataHead);
        return TryReadJson(bytes, ref reader, new List<ReadOnlyMemory<byte>>(0), out var json) is { } error
            ? DecodeResult.Invalid(error)
            : DecodeResult.Complete(Create(envelope, bytes.Length, "", EventArguments.Empty, json));
    }

    private DecodeResult ReadEvent(in MessagePackEnvelope envelope, ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessagePackReader(bytes.Span, envelope.DataStart);
        if (!reader.TryRead(out var token))
        {
            return DecodeResult.Invalid("invalid payload");
        }
        var name = token.Kind switch
        {
            MessagePackKind.String => Encoding.UTF8.GetString(bytes.Span.Slice(token.Start, token.Length)),
            // The reference's clients may emit under a number.
            MessagePackKind.Integer => token.Number.ToString(CultureInfo.InvariantCulture),
            MessagePackKind.Unsigned or MessagePackKind.Float =>
                JavaScriptNumber.ToText(token.Kind == MessagePackKind.Float ? token.Float : (ulong)token.Number),
            _ => null,
        };
        return name is null || ReservedEvents.Contains(name)
            ? DecodeResult.Invalid("invalid payload")
            : ReadArguments(envelope, bytes, ref reader, name, envelope.Data!.Value.Length - 1);
    }

    private DecodeResult ReadArguments(in MessagePackEnvelope envelope, ReadOnlyMemory<byte> bytes, ref MessagePackReader reader, string name, int count)
    {
        var arguments = new EventArgument[count];
        for (var i = 0; i < count; i++)
        {
            var item = new MessagePackReader(bytes.Span, reader.Position);
            var binary = new List<ReadOnlyMemory<byte>>(0);
            if (TryReadJson(bytes, ref item, binary, out var json) is { } error)
            {
                return DecodeResult.Invalid(error);
            }
            // What other clients could not read is passed on in the form that was made of it here.
            IReadOnlyList<ReadOnlyMemory<byte>> attachments =
                item.IsPortable ? new MessagePackSource(bytes[reader.Position..item.Position], binary) : binary;
            arguments[i] = new EventArgument(json, attachments, serializer);
            reader = item;
        }
        var all = count == 0 ? EventArguments.Empty : new EventArguments(arguments);
        return DecodeResult.Complete(Create(envelope, bytes.Length, name, all, default));
    }

    private string? TryReadJson(ReadOnlyMemory<byte> bytes, ref MessagePackReader reader, List<ReadOnlyMemory<byte>> binary, out ReadOnlyMemory<byte> json)
    {
        using var scratch = JsonScratch.Rent(serializer.WriterOptions);
        json = default;
        var error = new MessagePackToJson(scratch.Writer, bytes, binary, serializer.MaxDepth).Write(ref reader);
        if (error is null)
        {
            scratch.Writer.Flush();
            json = scratch.Written.ToArray();
        }
        return error;
    }

    private static Packet Create(in MessagePackEnvelope envelope, int size, string name, EventArguments arguments, ReadOnlyMemory<byte> payload) => new()
    {
        Type = envelope.Type,
        Namespace = envelope.Namespace,
        AckId = envelope.AckId,
        EventName = name,
        Arguments = arguments,
        Size = size,
        Payload = payload,
    };
}
