using NUnit.Framework;
using Scripts.Tests.Support;

namespace Scripts.Tests;

/// <summary>Both scripts pass options and exit codes on, and touch neither.</summary>
[TestFixture(Launcher.Shell)]
[TestFixture(Launcher.PowerShell)]
[TestFixture(Launcher.PowerShellSession)]
[Platform("Linux", Reason = "Shell scripts stand for programs, and what is left running is found under /proc.")]
public sealed class RunClusterOptionsTests(Launcher launcher) : ScriptTest(launcher)
{
    [Test]
    public async Task Start_Help_ExplainsEveryOption()
    {
        using var programs = Prebuilt();
        var run = Start(programs, "--help");

        await AssertEndsAsync(run, exitCode: 0);
        foreach (var option in new[] { "--workers", "--port", "--host", "--data", "--control-port", "--worker", "--orphan-timeout", "--restart-window" })
        {
            Assert.That(run.Output.Lines, Has.Some.Match($@"^\s+{option}\s+.*\w+ \w+"), option);
        }
        Assert.That(run.Output.Lines[0], Is.EqualTo("Description:"), "stdout is the primary's alone");
        Assert.That(Complaints(run), Is.Empty);
    }

    [TestCase("--no-such-option")]
    [TestCase("--data", "")]
    public async Task Start_WrongOption_IsRefusedInOneSentenceWithThePrimarysCode(params string[] arguments)
    {
        using var programs = Prebuilt();
        var run = Start(programs, arguments);

        await AssertEndsAsync(run, exitCode: 2);
        Assert.Multiple(() =>
        {
            Assert.That(Complaints(run), Has.Length.EqualTo(1).And.Some.Contain(arguments[0]));
            Assert.That(run.Output.Lines, Is.Empty);
        });
    }

    [Test]
    public async Task Start_ArgumentsOfAnyKind_ReachThePrimaryAsTheyAre()
    {
        string[] arguments = ["--workers", "2", "-h", "--host", "*", "a b", "", "it's", "\"quoted\"", "$HOME", "--data=x;y", "--", "-File"];
        using var programs = new FakePrograms().AddDotnet("printf '<%s>\\n' \"$@\"; exit 7", "9.0.300", "10.0.100").AddNode("v20.0.0");
        var run = Start(programs, arguments);

        await AssertEndsAsync(run, exitCode: 7);
        Assert.Multiple(() =>
        {
            Assert.That(run.Output.Lines[0], Does.EndWith("/Primary/bin/Release/net10.0/Primary.dll>"));
            Assert.That(run.Output.Lines.Skip(1), Is.EqualTo(arguments.Select(argument => $"<{argument}>")));
            Assert.That(Complaints(run), Is.Empty);
        });
    }
}
