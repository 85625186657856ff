using SocketIO;

namespace TestWorker;

/// <summary>Where this program meets connection state recovery.</summary>
internal static class RecoverySetup
{
    /// <summary>The log's file, if this process is a server of its own.</summary>
    private const string Database = "TEST_RECOVERY_DATABASE";

    /// <summary>Set if emits that are not acknowledged are sent again.</summary>
    private const string Resend = "TEST_RECOVERY_RESEND";

    public static void Enable(SocketIOOptions options, TimeSpan window)
    {
        options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions
        {
            MaxDisconnectionDuration = window,
            // Some tests want to see what becomes of others when one client has filled the log.
            MaxClientBytes = long.MaxValue,
            ResendUnacknowledged = Environment.GetEnvironmentVariable(Resend) is { Length: > 0 },
        };
    }

    public static void AddTo(WebApplicationBuilder builder)
    {
        if (Environment.GetEnvironmentVariable(Database) is { Length: > 0 } database)
        {
            builder.Services.AddSocketIOSequencer(database);
        }
    }

    public static bool WasRecovered(this Socket socket) => socket.Recovered;
}
