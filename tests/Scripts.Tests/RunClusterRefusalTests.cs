using NUnit.Framework;
using Scripts.Tests.Support;

namespace Scripts.Tests;

/// <summary>Both scripts say in a sentence what keeps them from starting; PowerShell's in a session, whose strict preferences must not interfere.</summary>
[TestFixture(Launcher.Shell)]
[TestFixture(Launcher.PowerShellSession)]
[Platform("Linux", Reason = "Shell scripts stand for programs, and what is left running is found under /proc.")]
public sealed class RunClusterRefusalTests(Launcher launcher) : ScriptTest(launcher)
{
    private const string SdkIsNeeded = "The .NET 10 SDK is needed";
    private const string NodeIsNeeded = "Node.js 20 or later is needed";

    [Test]
    public async Task Start_BuildFails_SaysWhyAndEnds()
    {
        Directory.CreateDirectory(Folder.File("Primary"));
        await File.WriteAllTextAsync(Folder.File("Primary/Primary.csproj"), "<Project><Target Name=\"Build\"><Error Text=\"of no use\" /></Target></Project>");
        var run = StartCopy(Folder.Path, "--help");

        await AssertEndsAsync(run, exitCode: 1);
        Assert.Multiple(() =>
        {
            Assert.That(Complaints(run), Has.Some.Contain("error : of no use"));
            Assert.That(Complaints(run)[^1], Is.EqualTo("The build failed; the reason is above."));
            Assert.That(run.Output.Lines, Is.Empty);
        });
    }

    [Test]
    public async Task Start_NoDotnet_SaysWhatIsNeeded()
    {
        using var programs = new FakePrograms().HideOthers().AddNode("v20.0.0");

        Assert.That(await RefusalAsync(programs), Does.StartWith($"{SdkIsNeeded}: install it"));
    }

    [Test]
    public async Task Start_SdksOfOtherVersions_SaysWhatIsNeeded()
    {
        using var programs = new FakePrograms().HideOthers().AddDotnet("exit 9", "9.0.310", "100.0.100").AddNode("v20.0.0");

        Assert.That(await RefusalAsync(programs), Does.StartWith($"{SdkIsNeeded}; this machine has another one: install it"));
    }

    [TestCase("v18.20.4")]
    [TestCase("v9.11.2")]
    public async Task Start_NodeTooOld_SaysWhatIsNeeded(string version)
    {
        using var programs = new FakePrograms().HideOthers().AddDotnet("exit 9", "10.0.100").AddNode(version);

        Assert.That(await RefusalAsync(programs), Does.StartWith(NodeIsNeeded));
    }

    [Test]
    public async Task Start_NodeThatFails_SaysWhatIsNeeded()
    {
        using var programs = new FakePrograms().HideOthers().AddDotnet("exit 9", "10.0.100").AddNode("v20.0.0").Add("node", "echo broken >&2; exit 1");

        Assert.That(await RefusalAsync(programs), Does.StartWith(NodeIsNeeded));
    }

    [TestCase("node")]
    [TestCase("npm")]
    public async Task Start_HalfOfNode_SaysWhatIsNeeded(string half)
    {
        using var programs = new FakePrograms().HideOthers().AddDotnet("exit 9", "10.0.100").Add(half, "echo v20.0.0");

        Assert.That(await RefusalAsync(programs), Does.StartWith(NodeIsNeeded));
    }

    /// <summary>The one sentence, before anything was built.</summary>
    private async Task<string> RefusalAsync(FakePrograms programs)
    {
        var run = Start(programs, "--help");
        await AssertEndsAsync(run, exitCode: 1);
        Assert.Multiple(() =>
        {
            Assert.That(Complaints(run), Has.Length.EqualTo(1));
            Assert.That(HasBuilt(run), Is.False);
            Assert.That(run.Output.Lines, Is.Empty);
        });
        return Complaints(run)[0];
    }
}
