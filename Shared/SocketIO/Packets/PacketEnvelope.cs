using SocketIO.Parsers;

namespace SocketIO.Packets;

/// <summary>
/// An encoded packet as the log keeps it, which does not look into it: its messages, and what the worker that sends it must know of it.
/// </summary>
/// <remarks>
/// The bytes are those of a message of Protocol Buffers, so that other versions and implementations can read them:
/// <c>bytes first = 1; repeated bytes attachments = 2; int32 slot = 3; bool uncompressed = 4;</c>. Fields that are not known are passed over.
/// </remarks>
internal static class PacketEnvelope
{
    private const int First = 1;
    private const int Attachment = 2;
    private const int Slot = 3;
    private const int Uncompressed = 4;

    private const int Number = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;

    /// <summary>Puts a packet in.</summary>
    public static ReadOnlyMemory<byte> Seal(EncodedPacket packet)
    {
        var messages = packet.Messages;
        var size = (int)packet.Slot == 0 ? 0 : 1 + SizeOf((int)packet.Slot);
        size += packet.IsCompressible ? 0 : 2;
        foreach (var message in messages)
        {
            size += 1 + SizeOf(message.Payload.Length) + message.Payload.Length;
        }
        var envelope = new byte[size];
        var rest = envelope.AsSpan();
        for (var i = 0; i < messages.Length; i++)
        {
            Write(ref rest, i == 0 ? First : Attachment, messages[i].Payload.Span);
        }
        if (packet.Slot != 0)
        {
            Write(ref rest, Slot << 3 | Number);
            Write(ref rest, (int)packet.Slot);
        }
        if (!packet.IsCompressible)
        {
            Write(ref rest, Uncompressed << 3 | Number);
            Write(ref rest, 1);
        }
        return envelope;
    }

    /// <summary>Takes a packet out; its bytes stay where they are.</summary>
    /// <exception cref="InvalidOperationException">It is no envelope, or there is no packet of this parser in it.</exception>
    public static EncodedPacket Open(IPacketParser parser, ReadOnlyMemory<byte> envelope)
    {
        var first = ReadOnlyMemory<byte>.Empty;
        List<ReadOnlyMemory<byte>>? attachments = null;
        var slot = PacketSlot.None;
        var isCompressible = true;
        var rest = envelope;
        while (!rest.IsEmpty)
        {
            switch (Read(ref rest))
            {
                case First << 3 | Bytes:
                    first = ReadBytes(ref rest);
                    break;
                case Attachment << 3 | Bytes:
                    (attachments ??= []).Add(ReadBytes(ref rest));
                    break;
                case Slot << 3 | Number:
                    slot = (PacketSlot)Read(ref rest);
                    break;
                case Uncompressed << 3 | Number:
                    isCompressible = Read(ref rest) == 0;
                    break;
                case var field:
                    Skip(ref rest, field & 7);
                    break;
            }
        }
        return parser.Rebuild(first, attachments ?? (IReadOnlyList<ReadOnlyMemory<byte>>)[], slot, isCompressible);
    }

    private static int SizeOf(int number)
    {
        var size = 1;
        for (var rest = (uint)number; rest >= 0x80; rest >>= 7)
        {
            size++;
        }
        return size;
    }

    private static void Write(ref Span<byte> rest, int field, ReadOnlySpan<byte> payload)
    {
        Write(ref rest, field << 3 | Bytes);
        Write(ref rest, payload.Length);
        payload.CopyTo(rest);
        rest = rest[payload.Length..];
    }

    private static void Write(ref Span<byte> rest, int number)
    {
        var left = (uint)number;
        for (; left >= 0x80; left >>= 7)
        {
            rest[0] = (byte)(left | 0x80);
            rest = rest[1..];
        }
        rest[0] = (byte)left;
        rest = rest[1..];
    }

    private static int Read(ref ReadOnlyMemory<byte> rest)
    {
        var span = rest.Span;
        var number = 0UL;
        for (var i = 0; i < Math.Min(span.Length, 10); i++)
        {
            number |= (ulong)(span[i] & 0x7f) << (7 * i);
            if (span[i] < 0x80)
            {
                rest = rest[(i + 1)..];
                // As Protocol Buffers read an int32: what is beyond 32 bits is cut off.
                return unchecked((int)number);
            }
        }
        throw Broken();
    }

    private static ReadOnlyMemory<byte> ReadBytes(ref ReadOnlyMemory<byte> rest)
    {
        var length = Read(ref rest);
        if ((uint)length > (uint)rest.Length)
        {
            throw Broken();
        }
        var bytes = rest[..length];
        rest = rest[length..];
        return bytes;
    }

    private static void Skip(ref ReadOnlyMemory<byte> rest, int kind)
    {
        switch (kind)
        {
            case Number:
                Read(ref rest);
                break;
            case Bytes:
                ReadBytes(ref rest);
                break;
            case Fixed64 or Fixed32 when rest.Length >= (kind == Fixed64 ? sizeof(long) : sizeof(int)):
                rest = rest[(kind == Fixed64 ? sizeof(long) : sizeof(int))..];
                break;
            default:
                throw Broken();
        }
    }

    private static InvalidOperationException Broken() => new("a packet of the log cannot be read");
}
