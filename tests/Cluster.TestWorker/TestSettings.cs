using System.Globalization;
using SocketIO;
using SocketIO.Parsers;

namespace TestWorker;

/// <summary>What a test wants otherwise than usual, told by the environment; times are in milliseconds.</summary>
internal static class TestSettings
{
    private const string RecoveryWindow = "TEST_RECOVERY_WINDOW";
    private const string PingInterval = "TEST_PING_INTERVAL";
    private const string PingTimeout = "TEST_PING_TIMEOUT";

    public static void ApplyTo(SocketIOOptions options)
    {
        if (Environment.GetEnvironmentVariable("TEST_WORKER_PARSER") == "msgpack")
        {
            options.Parser = PacketParsers.MessagePack;
        }
        options.Engine.PingInterval = Time(PingInterval) ?? options.Engine.PingInterval;
        options.Engine.PingTimeout = Time(PingTimeout) ?? options.Engine.PingTimeout;
        if (Time(RecoveryWindow) is { } window)
        {
            RecoverySetup.Enable(options, window);
        }
    }

    private static TimeSpan? Time(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? TimeSpan.FromMilliseconds(int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture))
            : null;
}
