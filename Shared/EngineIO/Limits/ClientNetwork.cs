using System.Net;
using System.Net.Sockets;

namespace EngineIO.Limits;

/// <summary>
/// By what clients are told apart that are not known otherwise: the public address. Those of a private network are none: they
/// are those of proxies, behind which is everybody, or of machines of one's own. Of an IPv6 address its network counts, of which
/// a client has all the others.
/// </summary>
internal static class ClientNetwork
{
    private const int NetworkBytes = 8;

    private static ReadOnlySpan<byte> Translated => [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>The network as a text; <see langword="null"/> for a private address, or none.</summary>
    public static string? Of(IPAddress? address)
    {
        if (address is null)
        {
            return null;
        }
        Span<byte> bytes = stackalloc byte[16];
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }
        address.TryWriteBytes(bytes, out _);
        if (bytes.StartsWith(Translated))
        {
            // RFC 6052: the other side of a translator has an IPv4 address.
            address = new IPAddress(bytes[12..]);
            address.TryWriteBytes(bytes, out _);
        }
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            // RFC 1918, RFC 3927, and RFC 6598.
            var isPrivate = bytes[0] is 10 or 127
                || (bytes[0], bytes[1]) is (172, >= 16 and <= 31) or (192, 168) or (169, 254) or (100, >= 64 and <= 127);
            return isPrivate ? null : address.ToString();
        }
        return IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.IsIPv6SiteLocal
            ? null
            : Convert.ToHexString(bytes[..NetworkBytes]);
    }
}
