using NUnit.Framework;
using NUnit.Framework.Interfaces;

namespace Scripts.Tests.Support;

/// <summary>A fixture whose tests run the script; what they started is ended after each, and shown if it failed.</summary>
public abstract class ScriptTest(Launcher launcher)
{
    private const string Building = "Restoring packages and building (the first time takes a minute) ...";
    private const string SessionGoesOn = "the session goes on";

    private readonly List<ProgramRun> _runs = [];
    private TempFolder? _folder;

    /// <summary>A directory of the test's own, from where the script is started.</summary>
    protected TempFolder Folder => _folder ??= new TempFolder();

    [OneTimeSetUp]
    public Task EnsureBuiltAsync() => ClusterScript.EnsureBuiltAsync();

    [TearDown]
    public async Task EndAsync()
    {
        foreach (var run in _runs)
        {
            if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed)
            {
                await TestContext.Out.WriteLineAsync(run.ToString());
            }
            await run.DisposeAsync();
        }
        _runs.Clear();
        _folder?.Dispose();
        _folder = null;
    }

    /// <summary>Starts the script with the programs of this machine, so that it builds.</summary>
    protected ProgramRun Start(params string[] arguments) => Note(ClusterScript.Start(launcher, Folder.Path, programs: null, arguments));

    /// <summary>Starts the script with other programs.</summary>
    protected ProgramRun Start(FakePrograms programs, params string[] arguments) => Note(ClusterScript.Start(launcher, Folder.Path, programs, arguments));

    /// <summary>Starts a copy of the script, which lies elsewhere.</summary>
    protected ProgramRun StartCopy(string directory, params string[] arguments)
    {
        var file = ClusterScript.FileName(launcher);
        File.Copy(Path.Combine(BuildOutput.Root, file), Path.Combine(directory, file));
        return Note(ClusterScript.Start(launcher, Folder.Path, programs: null, arguments, directory));
    }

    /// <summary>Programs with which nothing is built again.</summary>
    protected static FakePrograms Prebuilt() => new FakePrograms().AddDotnet($"exec '{FakePrograms.Find("dotnet")}' \"$@\"", "10.0.100");

    /// <summary>The script has ended with this code, and nothing is left of it.</summary>
    protected async Task AssertEndsAsync(ProgramRun run, int exitCode)
    {
        Assert.That(await run.WaitForExitAndOutputAsync(ClusterScript.Timeout), Is.EqualTo(exitCode), run.ToString());
        await AssertNothingRunsAsync(run);
        Assert.That(
            run.Errors.Lines.Count(line => line == SessionGoesOn),
            Is.EqualTo(launcher == Launcher.PowerShellSession ? 1 : 0),
            "a session stays, and runs on after the script");
    }

    /// <summary>No process is left that the script has started.</summary>
    protected static Task AssertNothingRunsAsync(ProgramRun run) =>
        // The kernel needs a moment to take a process away whose end was reported.
        Eventually.TrueAsync(() => run.LivingProcesses().Count == 0, "the end of every process", TimeSpan.FromSeconds(5));

    /// <summary>Sends a signal to everything that the script has started, and to itself, as Ctrl+C does.</summary>
    protected static void SendToAll(Signal signal, ProgramRun run)
    {
        foreach (var pid in run.LivingProcesses())
        {
            signal.TrySend(pid);
        }
    }

    /// <summary>What the script or the primary had to say against it: stderr, without what stands there always.</summary>
    protected static string[] Complaints(ProgramRun run) => [.. run.Errors.Lines.Where(line => line is not (Building or SessionGoesOn))];

    /// <summary>Whether the script came as far as building.</summary>
    protected static bool HasBuilt(ProgramRun run) => run.Errors.Lines.Contains(Building);

    private ProgramRun Note(ProgramRun run)
    {
        _runs.Add(run);
        return run;
    }
}
