using System.Net;
using System.Net.Sockets;

namespace EngineIO.Sessions;

/// <summary>
/// How many sessions each public address has. Addresses of a private network are not counted: they are those of proxies, behind
/// which is everybody, or of machines of one's own. Of an IPv6 address its network counts, of which a client has all the others.
/// </summary>
internal sealed class AddressCounts
{
    private const int NetworkBytes = 8;

    private static ReadOnlySpan<byte> Translated => [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int Of(string remoteAddress)
    {
        if (KeyOf(remoteAddress) is not { } key)
        {
            return 0;
        }
        lock (_lock)
        {
            return _counts.GetValueOrDefault(key);
        }
    }

    public void Add(string remoteAddress) => Change(remoteAddress, 1);

    public void Remove(string remoteAddress) => Change(remoteAddress, -1);

    private void Change(string remoteAddress, int by)
    {
        if (KeyOf(remoteAddress) is not { } key)
        {
            return;
        }
        lock (_lock)
        {
            var count = _counts.GetValueOrDefault(key) + by;
            if (count > 0)
            {
                _counts[key] = count;
            }
            else
            {
                _counts.Remove(key);
            }
        }
    }

    private static string? KeyOf(string remoteAddress)
    {
        if (!IPAddress.TryParse(remoteAddress, out var address))
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
