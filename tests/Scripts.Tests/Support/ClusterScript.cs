using NUnit.Framework;

namespace Scripts.Tests.Support;

/// <summary>Runs the script that starts the cluster.</summary>
public static class ClusterScript
{
    /// <summary>For anything that it does, a build of what is built already included; generous, since the machine may be busy.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private static readonly Lazy<Task> Build = new(BuildAsync);

    /// <summary>The file of the script.</summary>
    public static string FileName(Launcher launcher) => launcher == Launcher.Shell ? "run-cluster.sh" : "run-cluster.ps1";

    /// <summary>Makes sure that there is a release build, as the scripts make it.</summary>
    public static Task EnsureBuiltAsync() => Build.Value;

    /// <summary>Starts it with these arguments.</summary>
    /// <param name="launcher">How.</param>
    /// <param name="workingDirectory">From where.</param>
    /// <param name="programs">The programs that it finds first, or alone; those of this machine if none are given.</param>
    /// <param name="arguments">The options of the cluster.</param>
    /// <param name="directory">Where the script lies; the checkout if none is named.</param>
    public static ProgramRun Start(Launcher launcher, string workingDirectory, FakePrograms? programs, IEnumerable<string> arguments, string? directory = null)
    {
        var script = Path.Combine(directory ?? BuildOutput.Root, FileName(launcher));
        var environment = new Dictionary<string, string>
        {
            // No build server may outlive its test, and PowerShell reports to nobody.
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["UseSharedCompilation"] = "false",
            ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
            ["POWERSHELL_UPDATECHECK"] = "Off",
        };
        if (programs is not null)
        {
            environment["PATH"] = programs.SearchPath;
        }
        // Whoever runs the tests in the background may ignore these signals, and would pass that on.
        return new ProgramRun("env", ["--default-signal=HUP,INT", .. CommandLine(launcher, script, [.. arguments])], environment, workingDirectory);
    }

    private static async Task BuildAsync()
    {
        // In a release build the primary was built with the tests.
        if (!BuildOutput.IsRelease)
        {
            await using var run = Start(Launcher.Shell, BuildOutput.Root, programs: null, ["--help"]);
            Assert.That(await run.WaitForExitAndOutputAsync(TimeSpan.FromMinutes(10)), Is.Zero, run.ToString());
        }
    }

    private static string[] CommandLine(Launcher launcher, string script, string[] arguments) => launcher switch
    {
        Launcher.Shell => [script, .. arguments],
        Launcher.PowerShell => [BuildOutput.PowerShell, "-NoProfile", "-File", script, .. arguments],
        Launcher.PowerShellSession =>
        [
            BuildOutput.PowerShell,
            "-NoProfile",
            "-Command",
            $"""
            Set-StrictMode -Version Latest
            $ErrorActionPreference = 'Stop'
            $PSNativeCommandUseErrorActionPreference = $true
            & {Quote(script)} {string.Join(' ', arguments.Select(Quote))}
            [Console]::Error.WriteLine('the session goes on')
            exit $LASTEXITCODE
            """,
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(launcher), launcher, null),
    };

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
