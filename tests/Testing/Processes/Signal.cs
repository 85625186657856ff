using System.Runtime.InteropServices;

namespace Testing.Processes;

/// <summary>The signals that tests send.</summary>
public enum Signal
{
    HangUp,
    Interrupt,
    Terminate,
    Kill,
    Stop,
    Continue,
}

/// <summary>Sends signals to processes.</summary>
public static partial class Signals
{
    private const int NoSuchProcess = 3;

    /// <summary>Sends a signal to a process that must be there.</summary>
    public static void Send(this Signal signal, int pid)
    {
        if (!TrySend(signal, pid))
        {
            throw new InvalidOperationException($"There is no process {pid} that could get {signal}.");
        }
    }

    /// <summary>Sends a signal; false if the process is gone.</summary>
    public static bool TrySend(this Signal signal, int pid)
    {
        // 0 and below would mean whole groups.
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pid);
        if (Kill(pid, Number(signal)) == 0)
        {
            return true;
        }
        var error = Marshal.GetLastPInvokeError();
        return error == NoSuchProcess ? false : throw new InvalidOperationException($"{signal} to process {pid} failed with error {error}.");
    }

    private static int Number(Signal signal) => signal switch
    {
        Signal.HangUp => 1,
        Signal.Interrupt => 2,
        Signal.Terminate => 15,
        Signal.Kill => 9,
        Signal.Stop => OperatingSystem.IsMacOS() ? 17 : 19,
        Signal.Continue => OperatingSystem.IsMacOS() ? 19 : 18,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, null),
    };

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
