using System.Text;

namespace EngineIO.Packets;

/// <summary>
/// Makes valid UTF-8 of bytes that are none, as Node does when it reads a body as text: what is ill-formed, such as half an
/// emoji or a surrogate, becomes U+FFFD. Unchanged it would go out in other clients' WebSocket text frames and break their
/// connections.
/// </summary>
internal static class Utf8Repair
{
    /// <summary>
    /// A repaired copy; null if that would be larger than <paramref name="maxBytes"/>. One byte may become three, and the
    /// reference too counts what it has decoded.
    /// </summary>
    public static byte[]? Repair(ReadOnlySpan<byte> text, int maxBytes)
    {
        // The framework replaces as the Encoding Standard says, and so Node: the longest beginning of a character, or one byte.
        var decoded = Encoding.UTF8.GetString(text);
        return Encoding.UTF8.GetByteCount(decoded) > maxBytes ? null : Encoding.UTF8.GetBytes(decoded);
    }
}
