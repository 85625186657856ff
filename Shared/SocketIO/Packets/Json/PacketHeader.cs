using System.Buffers.Text;
using System.Text;
using SocketIO.Parsers;

namespace SocketIO.Packets.Json;

/// <summary>What stands before the JSON of a packet: type, number of attachments, namespace, acknowledgement id.</summary>
internal readonly struct PacketHeader
{
    private PacketHeader(PacketType type, int attachments, string @namespace, long? ackId, int length)
    {
        Type = type;
        Attachments = attachments;
        Namespace = @namespace;
        AckId = ackId;
        Length = length;
    }

    public PacketType Type { get; }

    public int Attachments { get; }

    public string Namespace { get; }

    public long? AckId { get; }

    /// <summary>The bytes of the header; the JSON follows.</summary>
    public int Length { get; }

    public bool IsBinary => Type is PacketType.BinaryEvent or PacketType.BinaryAck;

    /// <summary>Parses the header of a text message.</summary>
    /// <returns>What is wrong with it, or <see langword="null"/>.</returns>
    public static string? Parse(ReadOnlySpan<byte> text, out PacketHeader header)
    {
        header = default;
        if (text.IsEmpty || text[0] < '0' || text[0] > '6')
        {
            return "unknown packet type";
        }
        var type = (PacketType)(text[0] - '0');
        var at = 1;

        var attachments = 0;
        if (type is PacketType.BinaryEvent or PacketType.BinaryAck)
        {
            var digits = CountDigits(text[at..]);
            if (digits is 0 or > 9 || at + digits >= text.Length || text[at + digits] != '-'
                || !Utf8Parser.TryParse(text.Slice(at, digits), out attachments, out _))
            {
                return "Illegal attachments";
            }
            at += digits + 1;
        }

        var name = "/";
        if (at < text.Length && text[at] == '/')
        {
            var comma = text[at..].IndexOf((byte)',');
            var bytes = comma < 0 ? text[at..] : text.Slice(at, comma);
            if (bytes.Length > 1)
            {
                name = Encoding.UTF8.GetString(bytes);
            }
            at += comma < 0 ? bytes.Length : comma + 1;
        }

        long? ackId = null;
        var idDigits = CountDigits(text[at..]);
        if (idDigits > 0)
        {
            if (!Utf8Parser.TryParse(text.Slice(at, idDigits), out long id, out _))
            {
                return "invalid acknowledgement id";
            }
            ackId = id;
            at += idDigits;
        }

        header = new PacketHeader(type, attachments, name, ackId, at);
        return null;
    }

    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        var count = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return count < 0 ? text.Length : count;
    }
}
