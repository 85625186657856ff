using System.Net;

namespace Primary.Operations;

/// <summary>Tells whether a host name can only mean this machine.</summary>
internal static class LoopbackName
{
    public static bool Is(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
