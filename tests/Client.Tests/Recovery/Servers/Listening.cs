using System.Net.Sockets;

namespace Client.Tests.Recovery.Servers;

/// <summary>Waits until somebody listens in both places.</summary>
internal static class Listening
{
    public static async Task WaitAsync(IRecoveryServer server, Func<bool> hasEnded)
    {
        for (var place = 0; place < 2; place++)
        {
            var port = server.Port(place);
            await Eventually.TrueAsync(
                () => hasEnded() ? throw new InvalidOperationException($"The server has ended.\n{server}") : AcceptsAsync(port),
                $"a server on port {port}");
        }
    }

    private static async Task<bool> AcceptsAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
