using System.Buffers.Text;
using System.Globalization;

namespace Chaos.Record;

/// <summary>The text of a message names its place in the run, in a form that nothing else has that a client is sent: <c>(m17)</c>.</summary>
internal static class MessageText
{
    /// <summary>How much of a text is a word to look for, at least.</summary>
    public const int Shortest = 3;

    private static ReadOnlySpan<byte> Start => "(m"u8;

    public static string Of(int index) => string.Create(CultureInfo.InvariantCulture, $"(m{index})");

    /// <summary>The place; -1 if it is no text of a run.</summary>
    public static int IndexOf(string text) =>
        text.Length > 3 && text.StartsWith("(m", StringComparison.Ordinal) && text[^1] == ')'
            && int.TryParse(text.AsSpan(2, text.Length - 3), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1;

    /// <summary>Every message whose text is somewhere in a packet, once.</summary>
    public static IReadOnlyList<int> FindIn(ReadOnlySpan<byte> packet)
    {
        List<int>? found = null;
        for (var at = packet.IndexOf(Start); at >= 0; at = packet.IndexOf(Start))
        {
            packet = packet[(at + Start.Length)..];
            if (Utf8Parser.TryParse(packet, out int index, out var length) && packet[length..] is [(byte)')', ..] && found?.Contains(index) != true)
            {
                (found ??= []).Add(index);
            }
        }
        return found ?? (IReadOnlyList<int>)[];
    }
}
