using System.Globalization;

namespace Scripts.Tests.Support;

/// <summary>What a script is to start: two workers on free ports.</summary>
public sealed class ScriptedCluster
{
    /// <summary>The data directory, below that from where the script is started.</summary>
    public const string Data = "some data";

    private readonly int _controlPort = FreePort.Next(3);

    /// <summary>The first worker's port.</summary>
    public int Port => _controlPort + 1;

    /// <summary>The options that say it.</summary>
    public string[] Options => ["--workers", "2", "--port", Text(Port), "--control-port", Text(_controlPort), "--data", Data];

    /// <summary>Waits until all workers serve and the primary has said so.</summary>
    public async Task<HealthSnapshot> WaitUntilReadyAsync(ProgramRun run)
    {
        HealthSnapshot? health = null;
        await Eventually.TrueAsync(
            async () => run.HasExited
                ? throw new InvalidOperationException("The script has ended.")
                : run.Output.Lines.Any(line => line.StartsWith("cluster ready", StringComparison.Ordinal))
                    && (health = await HealthSnapshot.TryReadAsync(_controlPort)) is { IsReady: true },
            "the cluster's readiness",
            ClusterScript.Timeout);
        return health!;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
