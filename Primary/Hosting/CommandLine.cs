using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Primary.Operations;

namespace Primary.Hosting;

/// <summary>Reads the command line.</summary>
internal static class CommandLine
{
    /// <summary>A year: long enough for anybody, and far from what a time cannot hold.</summary>
    private const double MaxOrphanTimeout = 31_536_000;

    /// <summary>Ten minutes: whoever wants more can restart in the night.</summary>
    private const double MaxRestartWindow = 600;

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
        Validators = { result => Check(result, result.GetValueOrDefault<string>() is not "", "--data must name a directory, not \"\"") },
    };

    private static readonly Option<int> ControlPort = new("--control-port")
    {
        Description = "The primary's own HTTP port, on loopback only: GET /health, POST /restart",
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
        Validators = { CheckOrphanTimeout },
    };

    private static readonly Option<double> RestartWindow = new("--restart-window")
    {
        Description = "In a rolling restart a worker closes its connections over so many seconds; 0: all at once",
        DefaultValueFactory = _ => 5,
        HelpName = "SECONDS",
        Validators = { CheckRestartWindow },
    };

    /// <summary>Runs the program: prints help, or says what is wrong, or hands over to <paramref name="run"/>.</summary>
    public static async Task<int> RunAsync(string[] args, Func<PrimaryOptions, Task<int>> run)
    {
        var root = new RootCommand("Starts a cluster of Socket.IO workers, one on each port, and keeps it running.")
        {
            Workers, Port, Host, Data, ControlPort, Worker, OrphanTimeout, RestartWindow,
        };
        root.SetAction(result => RunCheckedAsync(result, run));
        var restart = new Command("restart", "Asks the primary that runs on a data directory to restart its workers one by one.") { Data, ControlPort };
        restart.SetAction(result => RestartCall.RunAsync(Path.GetFullPath(result.GetValue(Data)!), result.GetValue(ControlPort)));
        root.Add(restart);
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
            RestartWindow = TimeSpan.FromSeconds(result.GetValue(RestartWindow)),
        };
        if (OptionsCheck.FindFault(options) is { } fault)
        {
            await Console.Error.WriteLineAsync(fault).ConfigureAwait(false);
            return ExitCodes.Usage;
        }
        return await run(options).ConfigureAwait(false);
    }

    private static void CheckOrphanTimeout(OptionResult result) =>
        CheckSeconds(result, seconds => seconds is > 0 and <= MaxOrphanTimeout, $"--orphan-timeout must be more than 0 and at most {MaxOrphanTimeout} seconds");

    private static void CheckRestartWindow(OptionResult result) =>
        CheckSeconds(result, seconds => seconds is >= 0 and <= MaxRestartWindow, $"--restart-window must be 0 to {MaxRestartWindow} seconds");

    private static void CheckSeconds(OptionResult result, Func<double, bool> isRight, string rule)
    {
        // Here, before it is made a time: "NaN" and "Infinity" are numbers too, and make none. What is no number at all
        // is reported by the option itself.
        if (result.Tokens is [{ Value: var text }] && double.TryParse(text, CultureInfo.InvariantCulture, out var seconds))
        {
            Check(result, isRight(seconds), $"{rule}, not {text}");
        }
    }

    private static void Check(OptionResult result, bool isRight, string fault)
    {
        if (!isRight)
        {
            result.AddError(fault);
        }
    }

    private static string Sentence(string message) => $"{message.TrimEnd('.')}. See --help.";
}
