using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace SocketIO.Packets.MessagePack;

/// <summary>Writes MessagePack, each value in its shortest form.</summary>
internal readonly struct MessagePackWriter(IBufferWriter<byte> output)
{
    public void Nil() => Byte(0xC0);

    public void Boolean(bool value) => Byte(value ? (byte)0xC3 : (byte)0xC2);

    public void Integer(long value)
    {
        switch (value)
        {
            case >= 0:
                Unsigned((ulong)value);
                break;
            case >= -32:
                Byte((byte)value);
                break;
            case >= sbyte.MinValue:
                Number(0xD0, 1, (ulong)value);
                break;
            case >= short.MinValue:
                Number(0xD1, 2, (ulong)value);
                break;
            case >= int.MinValue:
                Number(0xD2, 4, (ulong)value);
                break;
            default:
                Number(0xD3, 8, (ulong)value);
                break;
        }
    }

    public void Unsigned(ulong value)
    {
        switch (value)
        {
            case < 0x80:
                Byte((byte)value);
                break;
            case <= byte.MaxValue:
                Number(0xCC, 1, value);
                break;
            case <= ushort.MaxValue:
                Number(0xCD, 2, value);
                break;
            case <= uint.MaxValue:
                Number(0xCE, 4, value);
                break;
            default:
                Number(0xCF, 8, value);
                break;
        }
    }

    public void Float(double value) => Number(0xCB, 8, BitConverter.DoubleToUInt64Bits(value));

    public void Date(DateTimeOffset value)
    {
        Number(0xD7, 1, 0);
        BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(8), value.ToUnixTimeMilliseconds());
        output.Advance(8);
    }

    public void String(string value) => String(Encoding.UTF8.GetBytes(value));

    public void String(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < 32)
        {
            Byte((byte)(0xA0 | utf8.Length));
        }
        else
        {
            Head(0xD9, utf8.Length);
        }
        output.Write(utf8);
    }

    public void Binary(ReadOnlySpan<byte> bytes)
    {
        Head(0xC4, bytes.Length);
        output.Write(bytes);
    }

    public void Array(int count) => Container(0x90, 0xDC, count);

    public void Map(int count) => Container(0x80, 0xDE, count);

    /// <summary>A value that is MessagePack already.</summary>
    public void Raw(ReadOnlySpan<byte> value) => output.Write(value);

    private void Container(byte small, byte large, int count)
    {
        if (count < 16)
        {
            Byte((byte)(small | count));
        }
        else if (count <= ushort.MaxValue)
        {
            Number(large, 2, (ulong)count);
        }
        else
        {
            Number((byte)(large + 1), 4, (ulong)count);
        }
    }

    private void Head(byte smallest, int length)
    {
        var step = length <= byte.MaxValue ? 0 : length <= ushort.MaxValue ? 1 : 2;
        Number((byte)(smallest + step), 1 << step, (ulong)length);
    }

    private void Number(byte prefix, int size, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        Byte(prefix);
        output.Write(bytes[(8 - size)..]);
    }

    private void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }
}
