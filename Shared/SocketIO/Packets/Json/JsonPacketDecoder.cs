using EngineIO;
using SocketIO.Arguments;
using SocketIO.Parsers;

namespace SocketIO.Packets.Json;

/// <summary>Decodes the messages of one connection, and joins a binary packet with its attachments.</summary>
internal sealed class JsonPacketDecoder(ArgumentSerializer serializer, int maxAttachments) : IPacketDecoder
{
    private PacketHeader _pending;
    private Memory<byte> _pendingJson;
    private List<ReadOnlyMemory<byte>>? _attachments;

    public bool IsWaiting => _attachments is not null;

    public DecodeResult Decode(in EngineMessage message) =>
        message.IsBinary ? AddAttachment(message.Data) : DecodeText(message.Data);

    private DecodeResult DecodeText(ReadOnlyMemory<byte> data)
    {
        if (_attachments is not null)
        {
            return DecodeResult.Invalid("got plaintext data when reconstructing a packet");
        }
        if (PacketHeader.Parse(data.Span, out var header) is { } error)
        {
            return DecodeResult.Invalid(error);
        }
        if (header.IsBinary && (header.Attachments < 1 || header.Attachments > maxAttachments))
        {
            return DecodeResult.Invalid(header.Attachments < 1 ? "Illegal attachments" : "too many attachments");
        }

        // The message's memory goes back to its pool; the packet lives on in a queue.
        Memory<byte> json = data.Span[header.Length..].ToArray();
        if (!header.IsBinary)
        {
            return Complete(header, json, []);
        }
        _pending = header;
        _pendingJson = json;
        _attachments = new List<ReadOnlyMemory<byte>>(header.Attachments);
        return DecodeResult.Incomplete;
    }

    private DecodeResult AddAttachment(ReadOnlyMemory<byte> data)
    {
        if (_attachments is null)
        {
            return DecodeResult.Invalid("got binary data when not reconstructing a packet");
        }
        _attachments.Add(data.ToArray());
        if (_attachments.Count < _pending.Attachments)
        {
            return DecodeResult.Incomplete;
        }
        var attachments = _attachments;
        _attachments = null;
        return Complete(_pending, _pendingJson, attachments);
    }

    private DecodeResult Complete(in PacketHeader header, Memory<byte> json, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        var reader = new PayloadReader(json, attachments, serializer);
        var size = json.Length + attachments.Sum(attachment => attachment.Length);
        return header.Type switch
        {
            // What a client sends that failed to write its arguments. As in the reference an event without a name happens to
            // nobody, and nor does an answer to nothing; the connection stays.
            PacketType.Event or PacketType.BinaryEvent when json.IsEmpty => DecodeResult.Incomplete,
            PacketType.Ack or PacketType.BinaryAck when json.IsEmpty && header.AckId is not null =>
                DecodeResult.Complete(Create(header, default, size)),
            PacketType.Ack or PacketType.BinaryAck when header.AckId is null && (json.IsEmpty || reader.TryReadArray(out _)) =>
                DecodeResult.Incomplete,
            PacketType.Connect => reader.IsAbsentOrObject()
                ? DecodeResult.Complete(Create(header, json, size))
                : DecodeResult.Invalid("invalid payload"),
            PacketType.Disconnect => json.IsEmpty
                ? DecodeResult.Complete(Create(header, json, size))
                : DecodeResult.Invalid("invalid payload"),
            PacketType.Event or PacketType.BinaryEvent => reader.TryReadEvent(out var name, out var arguments)
                ? DecodeResult.Complete(Create(header, default, size, name, arguments))
                : DecodeResult.Invalid("invalid payload"),
            PacketType.Ack or PacketType.BinaryAck => header.AckId is not null && reader.TryReadArray(out var arguments)
                ? DecodeResult.Complete(Create(header, default, size, "", arguments))
                : DecodeResult.Invalid("invalid payload"),
            // Only servers refuse a namespace.
            _ => DecodeResult.Invalid("invalid payload"),
        };
    }

    private static Packet Create(in PacketHeader header, ReadOnlyMemory<byte> payload, int size, string name = "", EventArguments? arguments = null) => new()
    {
        Type = header.Type,
        Namespace = header.Namespace,
        AckId = header.AckId,
        EventName = name,
        Arguments = arguments ?? EventArguments.Empty,
        Size = size,
        Payload = payload,
    };
}
