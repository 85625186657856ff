using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Primary.Supervision;

/// <summary>Sends SIGTERM, which .NET has no call for.</summary>
internal static partial class ProcessSignal
{
    private const int SigTerm = 15;

    public static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill();
            return;
        }
        // A process that is gone already is what was asked for.
        _ = Kill(process.Id, SigTerm);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
