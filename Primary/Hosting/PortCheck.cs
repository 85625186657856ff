using System.Net;
using System.Net.Sockets;

namespace Primary.Hosting;

/// <summary>Tells before anything is started whether a port is to be had.</summary>
internal static class PortCheck
{
    public static bool IsFree(string host, int port) => AddressesOf(host).All(address => CanBind(address, port));

    private static IEnumerable<IPAddress> AddressesOf(string host)
    {
        if (host == "*")
        {
            return [IPAddress.Any];
        }
        if (IPAddress.TryParse(host, out var address))
        {
            return [address];
        }
        if (host == "localhost")
        {
            return Socket.OSSupportsIPv6 ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback];
        }
        // Kestrel listens on every address when it is given a name.
        return [IPAddress.Any];
    }

    private static bool CanBind(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException exception)
        {
            // A machine may have IPv6 switched off; that is not somebody else's listener.
            return exception.SocketErrorCode == SocketError.AddressNotAvailable && address.Equals(IPAddress.IPv6Loopback);
        }
    }
}
