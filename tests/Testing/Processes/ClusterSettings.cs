using System.Globalization;

namespace Testing.Processes;

/// <summary>How a test wants its cluster.</summary>
public sealed record ClusterSettings
{
    /// <summary>How many workers.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>The worker program; the chat if none is named.</summary>
    public string? Worker { get; init; }

    /// <summary>The data directory, below the test's own; <c>data</c> if none is named.</summary>
    public string Data { get; init; } = "data";

    /// <summary>After how many seconds workers give up without a primary; the primary's default if none is said.</summary>
    public double? OrphanTimeout { get; init; }

    /// <summary>Environment variables of the primary, which its workers inherit.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Over how many seconds a worker closes its connections in a rolling restart; the primary's default if none is said.</summary>
    public double? RestartWindow { get; init; }

    /// <summary>How many files each of its processes may have open; as many as this one if nothing is said.</summary>
    public int? MaxFiles { get; init; }

    /// <summary>Whether the primary is to have no controlling terminal, wherever the tests run.</summary>
    public bool WithoutTerminal { get; init; }

    /// <summary>The primary's options with their values.</summary>
    internal Dictionary<string, string?> Arguments(int port, int controlPort, string data)
    {
        var arguments = new Dictionary<string, string?>
        {
            ["--workers"] = Text(Workers),
            ["--port"] = Text(port),
            ["--control-port"] = Text(controlPort),
            ["--data"] = data,
        };
        if (Worker is not null)
        {
            arguments["--worker"] = Worker;
        }
        if (OrphanTimeout is { } seconds)
        {
            arguments["--orphan-timeout"] = seconds.ToString(CultureInfo.InvariantCulture);
        }
        if (RestartWindow is { } window)
        {
            arguments["--restart-window"] = window.ToString(CultureInfo.InvariantCulture);
        }
        return arguments;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
