using SocketIO;

namespace ChaosWorker;

/// <summary>Where this program meets connection state recovery.</summary>
internal static class Recovery
{
    public static void Enable(SocketIOOptions options, TimeSpan window)
    {
        options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions { MaxDisconnectionDuration = window };
    }
}
