using System.Diagnostics;
using NUnit.Framework;

namespace Scripts.Tests;

public sealed class ShellScriptTests
{
    [TestCase("run-cluster.sh")]
    [TestCase("tests/run.sh")]
    [TestCase(".ci/run")]
    public async Task Script_Parsed_HasNoErrors(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // Windows has run-cluster.ps1; what is checked there is that the scripts keep their line ends.
            Assert.That(await File.ReadAllTextAsync(BuildOutput.PathOf(path)), Does.Not.Contain("\r"));
            return;
        }
        var start = new ProcessStartInfo("bash", ["-n", BuildOutput.PathOf(path)]) { RedirectStandardError = true };
        using var bash = Process.Start(start)!;
        var errors = await bash.StandardError.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
        await bash.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Multiple(() =>
        {
            Assert.That(errors, Is.Empty);
            Assert.That(bash.ExitCode, Is.Zero);
        });
    }

    [Test]
    public void RunCluster_ItsLastCommand_IsTheExecOfThePrimary()
    {
        var last = File.ReadAllLines(BuildOutput.PathOf("run-cluster.sh")).Last(line => line.Length > 0);

        Assert.That(last, Does.StartWith("exec ").And.EndsWith("/Primary.dll\" \"$@\""));
    }
}
