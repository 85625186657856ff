using System.Globalization;

namespace Benchmarks.Server;

/// <summary>The options: <c>--port N</c> for a server that stands alone, and <c>--recovery</c>.</summary>
/// <param name="Port">The port; <see langword="null"/> for a worker, which the primary tells.</param>
/// <param name="Recovery">Whether connection state recovery is on. A worker is told by the variable <c>BENCHMARK_RECOVERY</c>.</param>
internal sealed record CommandLine(int? Port, bool Recovery)
{
    public const string Usage =
        "Usage: Benchmarks.Server --port N [--recovery], or as a worker: run-cluster.sh --worker PATH/Benchmarks.Server.dll (with BENCHMARK_RECOVERY=true for recovery)";

    /// <summary>Reads the arguments; <see langword="null"/> if they are anything else than these.</summary>
    public static CommandLine? Read(string[] arguments, bool isWorker)
    {
        var rest = arguments.Where(argument => argument != "--recovery").ToArray();
        var recovery = rest.Length < arguments.Length || Environment.GetEnvironmentVariable("BENCHMARK_RECOVERY") == "true";
        if (isWorker)
        {
            return rest.Length == 0 ? new CommandLine(null, recovery) : null;
        }
        return rest is ["--port", var text]
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535
                ? new CommandLine(port, recovery)
                : null;
    }
}
