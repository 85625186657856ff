using System.Diagnostics;

namespace Testing.Processes;

/// <summary>One process of the primary, with what it said.</summary>
public sealed class PrimaryRun : IDisposable
{
    private readonly Process _process;

    internal PrimaryRun(IEnumerable<string> arguments, string workingDirectory, ClusterSettings settings, MarkedProcesses marked)
    {
        // Both env and setsid become the primary itself, so that the process is the same. Whoever runs the tests in the
        // background may ignore these signals, and would pass that on.
        var start = new ProcessStartInfo(settings.MaxFiles is null ? "env" : "sh")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory,
        };
        if (settings.MaxFiles is { } files)
        {
            foreach (var argument in (string[])["-c", "ulimit -n $0 && exec env \"$@\"", files.ToString(System.Globalization.CultureInfo.InvariantCulture)])
            {
                start.ArgumentList.Add(argument);
            }
        }
        string[] program = settings.WithoutTerminal ? ["setsid", BuildOutput.Primary] : [BuildOutput.Primary];
        foreach (var argument in (string[])["--default-signal=HUP,INT", .. program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }
        foreach (var (name, value) in settings.Environment)
        {
            start.Environment[name] = value;
        }
        marked.Mark(start.Environment);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Output.Add;
        _process.ErrorDataReceived += Errors.Add;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it and its workers wrote to stdout.</summary>
    public CapturedOutput Output { get; } = new();

    /// <summary>What it and its workers wrote to stderr.</summary>
    public CapturedOutput Errors { get; } = new();

    /// <summary>The process.</summary>
    public int Pid => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Waits for its end; its workers may live on.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync(TimeSpan? timeout = null)
    {
        // Not Process.WaitForExitAsync: it also waits for the end of the streams, which orphaned workers keep open.
        await Eventually.TrueAsync(() => _process.HasExited, "the primary's end", timeout).ConfigureAwait(false);
        return _process.ExitCode;
    }

    /// <summary>Waits for its end and for everything that it and its workers said.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAndOutputAsync(TimeSpan? timeout = null)
    {
        using var limit = new CancellationTokenSource(timeout ?? Eventually.DefaultTimeout);
        await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    /// <inheritdoc/>
    public override string ToString() => $"stdout of process {Pid}:\n{Output}\nstderr:\n{Errors}";
}
