using System.Management.Automation.Language;
using NUnit.Framework;

namespace Scripts.Tests;

/// <summary>The PowerShell script is parsed by PowerShell's own parser, on every system; <see cref="RunClusterTests"/> run it.</summary>
public sealed class PowerShellScriptTests
{
    [Test]
    public void RunCluster_Parsed_HasNoErrors()
    {
        Parser.ParseFile(BuildOutput.PathOf("run-cluster.ps1"), out _, out var errors);

        Assert.That(errors.Select(error => $"{error.Extent.StartLineNumber}: {error.Message}"), Is.Empty);
    }

    [Test]
    public void Parser_BrokenScript_ReportsErrors()
    {
        Parser.ParseInput("if ($x { exit 1 }", out _, out var errors);

        Assert.That(errors, Is.Not.Empty);
    }
}
