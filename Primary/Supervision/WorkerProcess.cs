using System.ComponentModel;
using System.Diagnostics;

namespace Primary.Supervision;

/// <summary>A worker's process, a child of this primary or of a former one.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>The system's clock of process starts is coarse, and read anew each time.</summary>
    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private readonly Process _process;
    private readonly bool _isChild;

    private WorkerProcess(Process process, DateTimeOffset startedAt, bool isChild)
    {
        _process = process;
        _isChild = isChild;
        Pid = process.Id;
        StartedAt = startedAt;
    }

    public int Pid { get; }

    public DateTimeOffset StartedAt { get; }

    /// <summary>How much it has worked so far; zero when it has ended.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            try
            {
                _process.Refresh();
                return _process.TotalProcessorTime;
            }
            catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
            {
                return TimeSpan.Zero;
            }
        }
    }

    /// <summary>Starts a worker. It inherits stdout and stderr: a pipe would block it when the primary is stopped.</summary>
    public static WorkerProcess Start(ProcessStartInfo start)
    {
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start");
        return new WorkerProcess(process, DateTimeOffset.UtcNow, isChild: true);
    }

    /// <summary>Finds a process by its pid, if it is still the one that started then.</summary>
    public static WorkerProcess? Find(int pid, DateTimeOffset startedAt)
    {
        try
        {
            var process = Process.GetProcessById(pid);
            if ((process.StartTime.ToUniversalTime() - startedAt.UtcDateTime).Duration() <= StartTolerance && !process.HasExited)
            {
                return new WorkerProcess(process, startedAt, isChild: false);
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
        if (_isChild)
        {
            await _process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return Describe();
        }
        while (!_process.HasExited && !IsZombie())
        {
            await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
        }
        // A child of the former primary tells nobody its exit code.
        return "exited";
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
        var code = _process.ExitCode;
        return code > 128 ? $"was killed by signal {code - 128}" : $"exited with code {code}";
    }

    /// <summary>Whether it has ended and only waits for a parent to ask; in a container nobody may ever do so.</summary>
    private bool IsZombie()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }
        try
        {
            var stat = File.ReadAllText($"/proc/{Pid}/stat");
            // The name before the state may hold anything, closing parentheses too.
            return stat.AsSpan(stat.LastIndexOf(')') + 1).TrimStart() is ['Z', ..];
        }
        catch (IOException)
        {
            return true;
        }
    }
}
