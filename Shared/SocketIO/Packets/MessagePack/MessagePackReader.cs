using System.Buffers.Binary;
using System.Text.Unicode;

namespace SocketIO.Packets.MessagePack;

/// <summary>
/// Reads MessagePack: as npm's notepack.io 2.2 writes it, where extension 0 is undefined, a date or an array buffer,
/// according to its length, and as others do, where extension -1 is a date. It never throws, and never trusts a length that
/// the data does not bear out.
/// </summary>
internal ref struct MessagePackReader(ReadOnlySpan<byte> data, int position = 0)
{
    /// <summary>The extension that MessagePack itself has for dates.</summary>
    private const sbyte Timestamp = -1;

    private readonly ReadOnlySpan<byte> _data = data;

    /// <summary>Where the next token begins.</summary>
    public int Position { get; private set; } = position;

    /// <summary>Why the last read failed.</summary>
    public string? Error { get; private set; }

    /// <summary>
    /// Whether all that was read is what the clients' own library reads: no text that is not UTF-8, and no extension but its
    /// own.
    /// </summary>
    public bool IsPortable { get; private set; } = true;

    private readonly int Left => _data.Length - Position;

    /// <summary>Reads the next token.</summary>
    /// <returns>False if there is none or it is malformed; <see cref="Error"/> says why.</returns>
    public bool TryRead(out MessagePackToken token)
    {
        token = default;
        if (Left < 1)
        {
            return Fail("unexpected end of data");
        }
        var prefix = _data[Position++];
        return prefix switch
        {
            < 0x80 => Number(prefix, out token),
            < 0x90 => Container(MessagePackKind.Map, prefix & 0x0F, out token),
            < 0xA0 => Container(MessagePackKind.Array, prefix & 0x0F, out token),
            < 0xC0 => Text(prefix & 0x1F, out token),
            0xC0 => Scalar(new(MessagePackKind.Nil), out token),
            0xC2 => Scalar(new(MessagePackKind.Boolean), out token),
            0xC3 => Scalar(new(MessagePackKind.Boolean, 1), out token),
            >= 0xC4 and <= 0xC6 => TryLength(1 << (prefix - 0xC4), out var length) ? Bytes(length, out token) : false,
            >= 0xC7 and <= 0xC9 => TryLength(1 << (prefix - 0xC7), out var length) ? Extension(length, isFixed: false, out token) : false,
            0xCA => TryBits(4, out var bits) && Scalar(new(MessagePackKind.Float, Float: BitConverter.UInt32BitsToSingle((uint)bits)), out token),
            0xCB => TryBits(8, out var bits) && Scalar(new(MessagePackKind.Float, Float: BitConverter.UInt64BitsToDouble(bits)), out token),
            >= 0xCC and <= 0xCE => TryBits(1 << (prefix - 0xCC), out var bits) && Number((long)bits, out token),
            0xCF => TryBits(8, out var bits) && Scalar(new(bits > long.MaxValue ? MessagePackKind.Unsigned : MessagePackKind.Integer, (long)bits), out token),
            >= 0xD0 and <= 0xD3 => TryBits(1 << (prefix - 0xD0), out var bits) && Number(Signed(bits, 1 << (prefix - 0xD0)), out token),
            >= 0xD4 and <= 0xD8 => Extension(1 << (prefix - 0xD4), isFixed: true, out token),
            >= 0xD9 and <= 0xDB => TryLength(1 << (prefix - 0xD9), out var length) ? Text(length, out token) : false,
            0xDC or 0xDD => TryLength(prefix == 0xDC ? 2 : 4, out var length) ? Container(MessagePackKind.Array, length, out token) : false,
            0xDE or 0xDF => TryLength(prefix == 0xDE ? 2 : 4, out var length) ? Container(MessagePackKind.Map, length, out token) : false,
            >= 0xE0 => Number((sbyte)prefix, out token),
            _ => Fail("unknown MessagePack prefix"),
        };
    }

    /// <summary>Whether the next token is the <c>undefined</c> of JavaScript.</summary>
    public readonly bool IsAtUndefined() => Left >= 3 && _data[Position] == 0xD4 && _data[Position + 1] == 0;

    /// <summary>Passes over one value with all it contains, however deep.</summary>
    public bool TrySkip()
    {
        for (var left = 1L; left > 0; left--)
        {
            if (!TryRead(out var token))
            {
                return false;
            }
            left += token.Kind switch
            {
                MessagePackKind.Array => token.Length,
                MessagePackKind.Map => 2L * token.Length,
                _ => 0,
            };
        }
        return true;
    }

    private static long Signed(ulong bits, int size) => size switch
    {
        1 => (sbyte)bits,
        2 => (short)bits,
        4 => (int)bits,
        _ => (long)bits,
    };

    private static bool Scalar(MessagePackToken value, out MessagePackToken token)
    {
        token = value;
        return true;
    }

    private static bool Number(long value, out MessagePackToken token) => Scalar(new(MessagePackKind.Integer, value), out token);

    private bool Text(int length, out MessagePackToken token)
    {
        token = new(MessagePackKind.String, Start: Position, Length: length);
        if (length > Left)
        {
            return Fail("a string longer than the data");
        }
        Position += length;
        IsPortable &= Utf8.IsValid(_data.Slice(token.Start, length));
        return true;
    }

    private bool Bytes(int length, out MessagePackToken token)
    {
        token = new(MessagePackKind.Binary, Start: Position, Length: length);
        if (length > Left)
        {
            return Fail("a binary value longer than the data");
        }
        Position += length;
        return true;
    }

    private bool Container(MessagePackKind kind, int length, out MessagePackToken token)
    {
        token = new(kind, Length: length);
        // Each item takes a byte at least.
        return length <= (kind == MessagePackKind.Map ? Left / 2 : Left) || Fail("more items than the data holds");
    }

    private bool Extension(int length, bool isFixed, out MessagePackToken token)
    {
        token = default;
        if (!TryBits(1, out var type))
        {
            return false;
        }
        return ((sbyte)type, isFixed, length) switch
        {
            (0, false, _) => Bytes(length, out token),
            (0, true, 1) => TryBits(1, out _) && Scalar(new(MessagePackKind.Undefined), out token),
            (0, true, 8) => TryBits(8, out var milliseconds) && Scalar(new(MessagePackKind.Date, (long)milliseconds), out token),
            (Timestamp, _, 4 or 8 or 12) => Date(length, out token),
            _ => Foreign((sbyte)type, length, out token),
        };
    }

    // Seconds in 32 bits; nanoseconds in 30 bits and seconds in 34; nanoseconds in 32 and seconds in 64.
    private bool Date(int length, out MessagePackToken token)
    {
        token = default;
        IsPortable = false;
        ulong nanoseconds = 0;
        if ((length == 12 && !TryBits(4, out nanoseconds)) || !TryBits(length == 4 ? 4 : 8, out var seconds))
        {
            return false;
        }
        if (length == 8)
        {
            (nanoseconds, seconds) = (seconds >> 34, seconds & ((1UL << 34) - 1));
        }
        var milliseconds = ((Int128)(long)seconds * 1000) + (long)(nanoseconds / 1_000_000);
        return Scalar(new(MessagePackKind.Date, (long)Int128.Clamp(milliseconds, long.MinValue, long.MaxValue)), out token);
    }

    private bool Foreign(sbyte type, int length, out MessagePackToken token)
    {
        IsPortable = false;
        if (!Bytes(length, out token))
        {
            return false;
        }
        token = token with { Kind = MessagePackKind.Extension, Number = type };
        return true;
    }

    private bool TryLength(int size, out int length)
    {
        length = 0;
        if (!TryBits(size, out var bits))
        {
            return false;
        }
        if (bits > int.MaxValue)
        {
            return Fail("a length beyond the data");
        }
        length = (int)bits;
        return true;
    }

    private bool TryBits(int size, out ulong bits)
    {
        bits = 0;
        if (size > Left)
        {
            return Fail("unexpected end of data");
        }
        var bytes = _data.Slice(Position, size);
        Position += size;
        bits = size switch
        {
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            _ => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        };
        return true;
    }

    private bool Fail(string error)
    {
        Error ??= error;
        return false;
    }
}
