using System.Globalization;

namespace Benchmarks.Server;

/// <summary>The only option, <c>--port N</c>.</summary>
internal static class CommandLine
{
    public const string Usage = "Usage: Benchmarks.Server --port N, or as a worker: run-cluster.sh --worker PATH/Benchmarks.Server.dll";

    /// <summary>The port, or <see langword="null"/> if the arguments are anything else than one valid port.</summary>
    public static int? Port(string[] arguments) =>
        arguments is ["--port", var text]
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535
            ? port
            : null;
}
