using System.Globalization;

namespace Client.Tests.Recovery.Servers;

/// <summary>How a case wants its server.</summary>
public sealed record RecoverySettings
{
    /// <summary>How long a session outlives its connection.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often the server pings.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How long it waits for the pong.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For the test worker.</summary>
    internal Dictionary<string, string> Environment => new()
    {
        ["TEST_RECOVERY_WINDOW"] = Milliseconds(Window),
        ["TEST_PING_INTERVAL"] = Milliseconds(PingInterval),
        ["TEST_PING_TIMEOUT"] = Milliseconds(PingTimeout),
    };

    internal static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);
}
