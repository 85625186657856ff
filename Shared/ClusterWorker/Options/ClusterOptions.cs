using System.Globalization;

namespace SocketIO.Cluster;

/// <summary>A worker's place in the cluster, as the primary tells it by environment variables.</summary>
public sealed class ClusterOptions
{
    /// <summary>In seconds: what a time can hold.</summary>
    private const double MaxOrphanTimeout = 1e9;

    private static readonly TimeSpan DefaultOrphanTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Where the primary's relay listens: <c>unix:</c> and a path, or an <c>http://</c> address on loopback.</summary>
    public required string Relay { get; init; }

    /// <summary>What the worker shows to the relay; empty where a Unix domain socket needs no token.</summary>
    public string Token { get; init; } = "";

    /// <summary>The worker's index, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The port that the worker serves on.</summary>
    public required int Port { get; init; }

    /// <summary>The ports of all the workers, in the order of their indexes.</summary>
    public required IReadOnlyList<int> Ports { get; init; }

    /// <summary>The worker stops after being without a primary for so long. Default: 30 s.</summary>
    public TimeSpan OrphanTimeout { get; init; } = DefaultOrphanTimeout;

    /// <summary>Whether a former process of the same worker still listens on the port, until this one serves.</summary>
    public bool ReplacesAnother { get; init; }

    /// <summary>
    /// Reads the environment of this process.
    /// </summary>
    /// <returns><see langword="null"/> when no primary started it.</returns>
    /// <exception cref="InvalidOperationException">A variable is missing or makes no sense.</exception>
    public static ClusterOptions? FromEnvironment() => From(Environment.GetEnvironmentVariable);

    internal static ClusterOptions? From(Func<string, string?> variable)
    {
        if (variable("CLUSTER_RELAY") is not { Length: > 0 } relay)
        {
            return null;
        }
        var first = Number("CLUSTER_FIRST_PORT");
        return new ClusterOptions
        {
            Relay = relay,
            Token = variable("CLUSTER_TOKEN") ?? "",
            Index = Number("CLUSTER_WORKER"),
            Port = Number("CLUSTER_PORT"),
            Ports = [.. Enumerable.Range(first, Number("CLUSTER_WORKERS"))],
            OrphanTimeout = variable("CLUSTER_ORPHAN_TIMEOUT") is { } timeout ? Seconds(timeout) : DefaultOrphanTimeout,
            ReplacesAnother = variable("CLUSTER_REPLACES") is { Length: > 0 },
        };

        static TimeSpan Seconds(string text) =>
            double.TryParse(text, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= MaxOrphanTimeout
                ? TimeSpan.FromSeconds(value)
                : throw new InvalidOperationException("CLUSTER_ORPHAN_TIMEOUT is not a number of seconds; workers are started by the primary");

        int Number(string name) => int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidOperationException($"{name} is not a number; workers are started by the primary");
    }
}
