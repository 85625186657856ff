using System.CommandLine;

namespace Primary.Hosting;

/// <summary>Reads the command line.</summary>
internal static class CommandLine
{
    private static readonly Option<int> Workers = new("--workers")
    {
        Description = "How many workers to run, 1 to 256 (default: one for each core)",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private static readonly Option<int> Port = new("--port")
    {
        Description = "Worker i listens on this port + i",
        DefaultValueFactory = _ => 3000,
    };

    private static readonly Option<string> Host = new("--host")
    {
        Description = "The host name or address that the workers listen on; * for all",
        DefaultValueFactory = _ => "localhost",
    };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "The directory of the database; made if it is not there",
        DefaultValueFactory = _ => "data",
        HelpName = "DIR",
    };

    private static readonly Option<int> ControlPort = new("--control-port")
    {
        Description = "The primary's own HTTP port, on loopback only: GET /health",
        DefaultValueFactory = _ => 2999,
    };

    private static readonly Option<string> Worker = new("--worker")
    {
        Description = "Another worker program, a .dll or an executable (default: the chat)",
        HelpName = "PATH",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<double> OrphanTimeout = new("--orphan-timeout")
    {
        Description = "Workers exit after so many seconds without a primary",
        DefaultValueFactory = _ => 30,
        HelpName = "SECONDS",
    };

    /// <summary>Runs the program: prints help, or says what is wrong, or hands over to <paramref name="run"/>.</summary>
    public static async Task<int> RunAsync(string[] args, Func<PrimaryOptions, Task<int>> run)
    {
        var root = new RootCommand("Starts a cluster of Socket.IO workers, one on each port, and keeps it running.")
        {
            Workers, Port, Host, Data, ControlPort, Worker, OrphanTimeout,
        };
        root.SetAction(result => RunCheckedAsync(result, run));
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync(Sentence(parsed.Errors[0].Message)).ConfigureAwait(false);
            return ExitCodes.Usage;
        }
        // The host handles the signals itself, and in order.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }).ConfigureAwait(false);
    }

    private static async Task<int> RunCheckedAsync(ParseResult result, Func<PrimaryOptions, Task<int>> run)
    {
        var options = new PrimaryOptions
        {
            Workers = result.GetValue(Workers),
            Port = result.GetValue(Port),
            Host = result.GetValue(Host)!,
            Data = Path.GetFullPath(result.GetValue(Data)!),
            ControlPort = result.GetValue(ControlPort),
            Worker = WorkerPath.Resolve(result.GetValue(Worker)!),
            OrphanTimeout = TimeSpan.FromSeconds(result.GetValue(OrphanTimeout)),
        };
        if (OptionsCheck.FindFault(options) is { } fault)
        {
            await Console.Error.WriteLineAsync(fault).ConfigureAwait(false);
            return ExitCodes.Usage;
        }
        return await run(options).ConfigureAwait(false);
    }

    private static string Sentence(string message) => $"{message.TrimEnd('.')}. See --help.";
}
