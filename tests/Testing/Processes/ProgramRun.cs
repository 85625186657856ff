using System.Diagnostics;

namespace Testing.Processes;

/// <summary>One process of any program, with what it said. Disposing ends it and every process that it started.</summary>
public sealed class ProgramRun : IAsyncDisposable
{
    private readonly MarkedProcesses _marked = new();
    private readonly Process _process;

    /// <summary>Starts it.</summary>
    public ProgramRun(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }
        _marked.Mark(start.Environment);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Output.Add;
        _process.ErrorDataReceived += Errors.Add;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it wrote to stdout.</summary>
    public CapturedOutput Output { get; } = new();

    /// <summary>What it wrote to stderr.</summary>
    public CapturedOutput Errors { get; } = new();

    /// <summary>The process.</summary>
    public int Pid => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Ends it by a signal, and waits until it has gone.</summary>
    public async Task EndAsync(Signal signal)
    {
        signal.Send(Pid);
        await Eventually.TrueAsync(() => _process.HasExited, $"the end of process {Pid}").ConfigureAwait(false);
    }

    /// <summary>Waits for its end and for everything that it and those that it started said.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAndOutputAsync(TimeSpan? timeout = null)
    {
        using var limit = new CancellationTokenSource(timeout ?? Eventually.DefaultTimeout);
        await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        return _process.ExitCode;
    }

    /// <summary>Every process that lives of this one and those that it started.</summary>
    public IReadOnlyList<int> LivingProcesses() => _marked.Find();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _marked.KillAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => $"stdout of process {Pid}:\n{Output}\nstderr:\n{Errors}";
}
