namespace Fuzz.Inputs;

/// <summary>Damages valid input: what a broken or hostile client might send.</summary>
internal static class Mutator
{
    /// <summary>Few enough that many inputs stay nearly valid, and get past the first check.</summary>
    private const int MaxChanges = 3;

    private const int MaxLength = 16 * 1024;

    /// <summary>A damaged copy; every other one is left as it is.</summary>
    public static byte[] Damage(Dice dice, byte[] valid, IReadOnlyList<byte[]> others)
    {
        if (dice.Percent(50))
        {
            return [.. valid];
        }
        var bytes = valid;
        for (var changes = 1 + dice.Below(1 + dice.Below(MaxChanges)); changes > 0; changes--)
        {
            bytes = Change(dice, bytes, others);
        }
        return bytes.Length > MaxLength ? bytes[..MaxLength] : bytes;
    }

    private static byte[] Change(Dice dice, byte[] bytes, IReadOnlyList<byte[]> others)
    {
        var at = dice.Below(bytes.Length + 1);
        var until = Math.Min(at + dice.Below(8), bytes.Length);
        return dice.Below(9) switch
        {
            0 => Flip(dice, bytes),
            1 => bytes[..at],
            2 => [.. bytes[..at], .. bytes[until..]],
            3 => [.. bytes[..at], .. dice.Pick(Tokens.All), .. bytes[at..]],
            4 => [.. bytes[..at], .. dice.Pick(Tokens.All), .. bytes[until..]],
            5 => Splice(dice, bytes[..at], dice.Pick(others)),
            6 => ReplaceNumber(dice, bytes),
            7 => [.. bytes[..at], .. bytes],
            _ => [.. bytes[..at], .. dice.Bytes(dice.Below(8)), .. bytes[at..]],
        };
    }

    private static byte[] Flip(Dice dice, byte[] bytes)
    {
        byte[] flipped = [.. bytes];
        for (var bits = flipped.Length == 0 ? 0 : 1 + dice.Below(4); bits > 0; bits--)
        {
            flipped[dice.Below(flipped.Length)] ^= (byte)(1 << dice.Below(8));
        }
        return flipped;
    }

    private static byte[] Splice(Dice dice, byte[] head, byte[] other) => [.. head, .. other[dice.Below(other.Length + 1)..]];

    private static byte[] ReplaceNumber(Dice dice, byte[] bytes)
    {
        var start = bytes.AsSpan().IndexOfAnyInRange((byte)'0', (byte)'9');
        if (start >= 0 && dice.Percent(70))
        {
            // Not always the first one, which is the packet's type.
            var next = bytes.AsSpan(start + 1).IndexOfAnyInRange((byte)'0', (byte)'9');
            start = next < 0 ? start : start + 1 + next;
        }
        if (start < 0)
        {
            return bytes;
        }
        var length = bytes.AsSpan(start).IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var end = length < 0 ? bytes.Length : start + length;
        return [.. bytes[..start], .. dice.Pick(Tokens.Numbers), .. bytes[end..]];
    }
}
