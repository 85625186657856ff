using System.Globalization;
using SocketIO;

namespace ChaosWorker;

/// <summary>What the checker wants, told by the environment; times are in milliseconds.</summary>
internal static class Settings
{
    /// <summary>Whether private messages are to be shown to everybody, which the checker must find.</summary>
    public static bool Leaks => Environment.GetEnvironmentVariable("CHAOS_LEAK") == "1";

    public static void ApplyTo(SocketIOOptions options)
    {
        options.Engine.PingInterval = Time("CHAOS_PING_INTERVAL") ?? options.Engine.PingInterval;
        options.Engine.PingTimeout = Time("CHAOS_PING_TIMEOUT") ?? options.Engine.PingTimeout;
        if (Time("CHAOS_RECOVERY_WINDOW") is { } window)
        {
            Recovery.Enable(options, window);
        }
    }

    private static TimeSpan? Time(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? TimeSpan.FromMilliseconds(int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture))
            : null;
}
