using System.ComponentModel;
using System.Diagnostics;

namespace Primary.Supervision;

/// <summary>A worker's process, a child of this primary or of a former one.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>The system's clock of process starts is coarse, and read anew each time.</summary>
    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(2);

    private readonly Process _process;

    private WorkerProcess(Process process, DateTimeOffset startedAt)
    {
        _process = process;
        Pid = process.Id;
        StartedAt = startedAt;
    }

    public int Pid { get; }

    public DateTimeOffset StartedAt { get; }

    /// <summary>Starts a worker. It inherits stdout and stderr: a pipe would block it when the primary is stopped.</summary>
    public static WorkerProcess Start(ProcessStartInfo start)
    {
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start");
        return new WorkerProcess(process, DateTimeOffset.UtcNow);
    }

    /// <summary>Finds a process by its pid, if it is still the one that started then.</summary>
    public static WorkerProcess? Find(int pid, DateTimeOffset startedAt)
    {
        try
        {
            var process = Process.GetProcessById(pid);
            if ((process.StartTime.ToUniversalTime() - startedAt.UtcDateTime).Duration() <= StartTolerance && !process.HasExited)
            {
                return new WorkerProcess(process, startedAt);
            }
            process.Dispose();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // There is no such process any more.
        }
        return null;
    }

    /// <summary>Waits for the end, and says how it came.</summary>
    public async Task<string> WaitForExitAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        return Describe();
    }

    /// <summary>Asks it to stop.</summary>
    public void Terminate() => ProcessSignal.Terminate(_process);

    /// <summary>Kills it.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It ended by itself.
        }
    }

    public void Dispose() => _process.Dispose();

    private string Describe()
    {
        try
        {
            var code = _process.ExitCode;
            return code > 128 ? $"was killed by signal {code - 128}" : $"exited with code {code}";
        }
        catch (InvalidOperationException)
        {
            // A child of the former primary tells nobody its exit code.
            return "exited";
        }
    }
}
