using System.Globalization;
using Client.Tests.Recovery.Cases;
using Client.Tests.Recovery.Servers;
using Client.Tests.Support;

namespace Client.Tests.Recovery;

/// <summary>Runs the cases on this repository's server or on the reference's, and prints the results as a table in Markdown.</summary>
internal static class RecoveryTable
{
    private static readonly TransportMode[] Modes = [TransportMode.Polling, TransportMode.WebSocket];

    /// <summary>Prints the table.</summary>
    /// <param name="reference">Whether Node's server is measured.</param>
    /// <param name="only">The numbers of the cases to run; all if there is none.</param>
    /// <returns>How many results were not as the cases want them.</returns>
    public static async Task<int> PrintAsync(bool reference, IReadOnlyCollection<int> only)
    {
        Func<RecoverySettings, Task<IRecoveryServer>>[] servers = reference
            ? [settings => ReferenceServer.StartAsync(isCluster: false, settings), settings => ReferenceServer.StartAsync(isCluster: true, settings)]
            : [SingleServer.StartAsync, ClusterServer.StartAsync];
        var failed = 0;
        Console.WriteLine("| case | single, polling | single, WebSocket | cluster, polling | cluster, WebSocket |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var item in RecoveryCase.All.Where(item => only.Count == 0 || only.Contains(item.Number)))
        {
            List<string> cells = [item.Number.ToString(CultureInfo.InvariantCulture) + " " + item.Name];
            foreach (var server in servers)
            {
                foreach (var mode in Modes)
                {
                    var failure = await item.TryAsync(server, mode);
                    failed += failure is null ? 0 : 1;
                    cells.Add(failure is null ? "yes" : $"no: {failure.ReplaceLineEndings(" ").Replace('|', '/')}");
                }
            }
            Console.WriteLine($"| {string.Join(" | ", cells)} |");
        }
        return failed;
    }
}
