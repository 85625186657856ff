using System.Buffers.Binary;

namespace Fuzz.Inputs;

/// <summary>The frames of a WebSocket client: whole messages, fragments, control frames, and broken ones.</summary>
internal static class FrameInputs
{
    private const byte Final = 0x80;
    private const byte Text = 0x1;
    private const byte Binary = 0x2;
    private const byte Masked = 0x80;

    private static readonly byte[] ControlOpcodes = [0x8, 0x9, 0xA];
    private static readonly byte[] BadOpcodes = [0x3, 0x7, 0xB, 0xF];
    private static readonly long[] BadLengths = [126, 65_535, 65_536, 1_000_001, int.MaxValue, uint.MaxValue, long.MaxValue, -1];

    /// <summary>A message, mostly as a client frames it.</summary>
    public static byte[] Next(Dice dice, byte[] data, bool isBinary)
    {
        var opcode = isBinary ? Binary : Text;
        return dice.Below(30) switch
        {
            0 => Frame(dice, (byte)(Final | dice.Pick(ControlOpcodes)), dice.Bytes(dice.Below(20))),
            1 => Frame(dice, (byte)(Final | dice.Pick(BadOpcodes)), data),
            2 => Frame(dice, (byte)(Final | opcode | (dice.Below(8) << 4)), data),
            3 => [Final, (byte)dice.Below(256), .. dice.Bytes(dice.Below(20))],
            4 => Header((byte)(Final | opcode), dice.Pick(BadLengths), dice.Bytes(4)),
            5 => Mutator.Damage(dice, Whole(dice, data, isBinary), [data]),
            6 or 7 => Fragments(dice, data, opcode),
            _ => Whole(dice, data, isBinary),
        };
    }

    /// <summary>A message in one frame.</summary>
    public static byte[] Whole(Dice dice, byte[] data, bool isBinary) => Frame(dice, (byte)(Final | (isBinary ? Binary : Text)), data);

    /// <summary>A ping, which the server must answer with the same data.</summary>
    public static byte[] Ping(Dice dice, byte[] data) => Frame(dice, Final | 0x9, data);

    private static byte[] Fragments(Dice dice, byte[] data, byte opcode)
    {
        var at = dice.Below(data.Length + 1);
        byte[] between = dice.Percent(30) ? Frame(dice, Final | 0xA, []) : [];
        var last = dice.Percent(95) ? Final : (byte)0;
        return [.. Frame(dice, opcode, data[..at]), .. between, .. Frame(dice, last, data[at..])];
    }

    private static byte[] Frame(Dice dice, byte first, byte[] data)
    {
        var mask = dice.Bytes(4);
        var body = new byte[data.Length];
        for (var i = 0; i < data.Length; i++)
        {
            body[i] = (byte)(data[i] ^ mask[i % 4]);
        }
        return [.. Header(first, data.Length, mask), .. body];
    }

    private static byte[] Header(byte first, long length, byte[] mask)
    {
        switch (length)
        {
            case >= 0 and < 126:
                return [first, (byte)(Masked | length), .. mask];
            case >= 0 and <= ushort.MaxValue:
                return [first, Masked | 126, (byte)(length >> 8), (byte)length, .. mask];
            default:
                Span<byte> header = stackalloc byte[10];
                header[0] = first;
                header[1] = Masked | 127;
                BinaryPrimitives.WriteInt64BigEndian(header[2..], length);
                return [.. header, .. mask];
        }
    }
}
