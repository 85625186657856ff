using System.Net;
using System.Net.Sockets;

namespace Primary.Hosting;

/// <summary>Tells before anything is started whether a port is to be had.</summary>
internal static class PortCheck
{
    public static bool IsFree(string host, int port) => WhyNot(host, port) is null;

    /// <summary>Why a port cannot be listened on, as the end of a sentence, or <see langword="null"/>.</summary>
    public static string? WhyNot(string host, int port)
    {
        foreach (var address in AddressesOf(host))
        {
            if (TryBind(address, port) is { } error)
            {
                return error switch
                {
                    SocketError.AddressAlreadyInUse => $"{port} is in use",
                    SocketError.AddressNotAvailable => $"{port} cannot be opened: {host} is not an address of this machine",
                    SocketError.AccessDenied => $"{port} may not be opened by this user",
                    _ => $"{port} cannot be opened ({error})",
                };
            }
        }
        return null;
    }

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

    private static SocketError? TryBind(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return null;
        }
        catch (SocketException exception)
        {
            // A machine may have IPv6 switched off; that is not somebody else's listener.
            var isMissing = exception.SocketErrorCode == SocketError.AddressNotAvailable && address.Equals(IPAddress.IPv6Loopback);
            return isMissing ? null : exception.SocketErrorCode;
        }
    }
}
