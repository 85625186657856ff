using SocketIO;
using SocketIO.Recovery;
using SocketIO.Sockets;

namespace ChaosWorker;

/// <summary>Where this program meets connection state recovery.</summary>
internal static class Recovery
{
    public static void Enable(SocketIOOptions options, TimeSpan window)
    {
        options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions { MaxDisconnectionDuration = window };
    }

    public static bool WasRecovered(this Socket socket) => socket.Recovered;
}
