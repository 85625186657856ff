using System.Globalization;

namespace Chaos.Protocol;

/// <summary>
/// The place in the log that an offset names. Offsets are opaque to clients; the checker looks into them, since they are
/// all that a client can know of the order of everything.
/// </summary>
internal static class OffsetNumber
{
    /// <summary>The number; 0 if there is none.</summary>
    public static long Of(string? offset)
    {
        if (offset is null)
        {
            return 0;
        }
        var start = offset.Length;
        while (start > 0 && char.IsAsciiDigit(offset[start - 1]))
        {
            start--;
        }
        return start > 0 && long.TryParse(offset.AsSpan(start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
