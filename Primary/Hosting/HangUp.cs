using System.Runtime.InteropServices;
using Primary.Operations;

namespace Primary.Hosting;

/// <summary>
/// SIGHUP, of which the host itself knows nothing. With a terminal it says that this one is closed, which must not leave
/// a cluster that nobody can stop. Without one, as under a service manager, it is the usual wish to restart.
/// </summary>
internal static class HangUp
{
    public static PosixSignalRegistration Handle(WebApplication app)
    {
        // Asked for now: when the terminal is closed there is none any more.
        var hasTerminal = HasTerminal();
        var restart = app.Services.GetRequiredService<RestartCommand>();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HangUp));
        return PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            Act(hasTerminal, app.Lifetime.StopApplication, restart.Begin, logger);
        });
    }

    internal static void Act(bool hasTerminal, Action stop, Func<string?> restart, ILogger logger)
    {
        if (hasTerminal)
        {
            stop();
        }
        else if (restart() is { } reason)
        {
            Log.RestartRefused(logger, reason);
        }
    }

    /// <summary>Whether this process has a controlling terminal.</summary>
    internal static bool HasTerminal()
    {
        if (OperatingSystem.IsWindows())
        {
            // There the signal only ever means that the console is closed.
            return true;
        }
        try
        {
            // The name by which each process finds its own; it cannot be opened where there is none.
            File.OpenHandle("/dev/tty", FileMode.Open, FileAccess.Read, FileShare.ReadWrite).Dispose();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
