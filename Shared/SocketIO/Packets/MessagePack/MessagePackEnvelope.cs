using System.Text;

namespace SocketIO.Packets.MessagePack;

/// <summary>The map that a packet is: its head, and where its data lies.</summary>
internal readonly record struct MessagePackEnvelope
{
    public PacketType Type { get; private init; }

    public string Namespace { get; private init; }

    public long? AckId { get; private init; }

    /// <summary>The head of the data, or <see langword="null"/> if there is none.</summary>
    public MessagePackToken? Data { get; private init; }

    /// <summary>Where the head of the data lies.</summary>
    public int DataHead { get; private init; }

    /// <summary>Where the items of the data begin.</summary>
    public int DataStart { get; private init; }

    /// <summary>Finds the parts of a packet; keys that it does not know, as the client's own options, are passed over.</summary>
    /// <returns>What is wrong with it, or <see langword="null"/>.</returns>
    public static string? Parse(ReadOnlySpan<byte> bytes, out MessagePackEnvelope envelope)
    {
        envelope = default;
        var reader = new MessagePackReader(bytes);
        if (!reader.TryRead(out var map) || map.Kind != MessagePackKind.Map)
        {
            return reader.Error ?? "a packet that is no map";
        }
        MessagePackToken? type = null, name = null, id = null;
        for (var i = 0; i < map.Length; i++)
        {
            if (!reader.TryRead(out var key) || key.Kind != MessagePackKind.String)
            {
                return reader.Error ?? "a key that is no string";
            }
            var start = reader.Position;
            var ahead = reader;
            if (!ahead.TryRead(out var value) || !reader.TrySkip(MessagePackToJson.MaxDepth + 1))
            {
                return ahead.Error ?? reader.Error;
            }
            if (value.Kind == MessagePackKind.Undefined)
            {
                continue;
            }
            switch (bytes.Slice(key.Start, key.Length))
            {
                case var text when text.SequenceEqual("type"u8):
                    type = value;
                    break;
                case var text when text.SequenceEqual("nsp"u8):
                    name = value;
                    break;
                case var text when text.SequenceEqual("id"u8):
                    id = value;
                    break;
                case var text when text.SequenceEqual("data"u8):
                    envelope = envelope with { Data = value, DataHead = start, DataStart = ahead.Position };
                    break;
            }
        }
        if (reader.Position != bytes.Length)
        {
            return "trailing bytes";
        }
        return Check(bytes, type, name, id, ref envelope);
    }

    private static string? Check(ReadOnlySpan<byte> bytes, MessagePackToken? type, MessagePackToken? name, MessagePackToken? id, ref MessagePackEnvelope envelope)
    {
        if (type is not { Kind: MessagePackKind.Integer, Number: >= (long)PacketType.Connect and <= (long)PacketType.ConnectError })
        {
            return "invalid packet type";
        }
        if (name is not { Kind: MessagePackKind.String, Length: > 0 } || bytes[name.Value.Start] != '/')
        {
            return "invalid namespace";
        }
        if (id is not (null or { Kind: MessagePackKind.Integer, Number: >= 0 }))
        {
            return "invalid packet id";
        }
        envelope = envelope with
        {
            Type = (PacketType)type.Value.Number,
            Namespace = Encoding.UTF8.GetString(bytes.Slice(name.Value.Start, name.Value.Length)),
            AckId = id?.Number,
        };
        return null;
    }
}
