using System.Text;
using SocketIO.Parsers;

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
            if (!ahead.TryRead(out var value) || !reader.TrySkip())
            {
                return ahead.Error ?? reader.Error;
            }
            // Where there is no undefined, nil stands for what is not there.
            if (value.Kind is MessagePackKind.Undefined or MessagePackKind.Nil)
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
        if (IntegerOf(type) is not (>= (long)PacketType.Connect and <= (long)PacketType.ConnectError))
        {
            return "invalid packet type";
        }
        if (name is not { Kind: MessagePackKind.String, Length: > 0 } || bytes[name.Value.Start] != '/')
        {
            return "invalid namespace";
        }
        if (id is not null && IntegerOf(id) is not >= 0)
        {
            return "invalid packet id";
        }
        envelope = envelope with
        {
            Type = (PacketType)IntegerOf(type)!.Value,
            Namespace = Encoding.UTF8.GetString(bytes.Slice(name.Value.Start, name.Value.Length)),
            AckId = IntegerOf(id),
        };
        return null;
    }

    // Some languages have one kind of number only, and write it as a floating-point one.
    private static long? IntegerOf(MessagePackToken? token) => token switch
    {
        { Kind: MessagePackKind.Integer } integer => integer.Number,
        { Kind: MessagePackKind.Float, Float: var number } when double.IsInteger(number) && Math.Abs(number) < 1L << 53 => (long)number,
        _ => null,
    };
}
