using System.Diagnostics;
using Primary.Supervision;

namespace Primary.Tests.Support;

/// <summary>A process that does nothing for a long time, in place of a worker.</summary>
internal static class LongProcess
{
    public static WorkerProcess Start()
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("ping", ["-n", "600", "127.0.0.1"]) { RedirectStandardOutput = true }
            : new ProcessStartInfo("sleep", ["600"]);
        return WorkerProcess.Start(start);
    }

    /// <summary>One that works without a pause, as a worker with more to do than it can.</summary>
    public static WorkerProcess StartBusy() => WorkerProcess.Start(new ProcessStartInfo("sh", ["-c", "while :; do :; done"]));

    public static bool IsRunning(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
