using System.Net;
using System.Net.Sockets;

namespace Testing;

/// <summary>Finds ports below the ephemeral range, so that no outgoing connection takes one meanwhile.</summary>
public static class FreePort
{
    private static int _next = 10_000 + Environment.ProcessId % 2_000 * 10;

    /// <summary>The first of <paramref name="count"/> consecutive ports that are free on loopback.</summary>
    public static int Next(int count = 1)
    {
        while (true)
        {
            var first = Interlocked.Add(ref _next, count) - count;
            if (first + count > 32_000)
            {
                Interlocked.Exchange(ref _next, 10_000);
                continue;
            }
            if (Enumerable.Range(first, count).All(IsFree))
            {
                return first;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
