namespace SocketIO.Sequencer.Serialization;

/// <summary>Integers of variable length: seven bits a byte, the lowest first.</summary>
internal static class VarInt
{
    private const int MaxBits = 64;

    public static void Write(byte[] bytes, ref int at, ulong value)
    {
        while (value >= 0x80)
        {
            bytes[at++] = (byte)(value | 0x80);
            value >>= 7;
        }
        bytes[at++] = (byte)value;
    }

    public static ulong Read(byte[] bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; shift < MaxBits; shift += 7)
        {
            if (at >= bytes.Length)
            {
                throw new InvalidDataException("a stored value ends too early");
            }
            var part = bytes[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
        throw new InvalidDataException("a stored integer is too long");
    }
}
