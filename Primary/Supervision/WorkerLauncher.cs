using System.Diagnostics;
using System.Globalization;
using Primary.Hosting;

namespace Primary.Supervision;

/// <summary>Starts worker processes: any ASP.NET Core program that joins the cluster will do.</summary>
internal sealed class WorkerLauncher(PrimaryOptions options, RelayEndpoint relay)
{
    /// <summary>Starts a worker.</summary>
    /// <param name="index">Which.</param>
    /// <param name="replaces">Whether a former process of it still listens on the port.</param>
    public WorkerProcess Start(int index, bool replaces) => WorkerProcess.Start(Describe(index, replaces));

    internal ProcessStartInfo Describe(int index, bool replaces)
    {
        var isAssembly = options.Worker.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo
        {
            FileName = isAssembly ? Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet" : options.Worker,
            UseShellExecute = false,
        };
        if (isAssembly)
        {
            start.ArgumentList.Add(options.Worker);
        }
        var environment = start.Environment;
        environment["ASPNETCORE_URLS"] = options.ListenUrlOf(index);
        // Its settings and pages lie beside it, wherever the primary was started.
        environment["ASPNETCORE_CONTENTROOT"] = Path.GetDirectoryName(options.Worker);
        environment["CLUSTER_RELAY"] = relay.Address;
        environment["CLUSTER_WORKER"] = Text(index);
        environment["CLUSTER_PORT"] = Text(options.Port + index);
        environment["CLUSTER_FIRST_PORT"] = Text(options.Port);
        environment["CLUSTER_WORKERS"] = Text(options.Workers);
        environment["CLUSTER_ORPHAN_TIMEOUT"] = options.OrphanTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        environment["CLUSTER_REPLACES"] = replaces ? "1" : null;
        // By environment: a command line can be read by every user of the machine.
        environment["CLUSTER_TOKEN"] = relay.Token;
        return start;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
