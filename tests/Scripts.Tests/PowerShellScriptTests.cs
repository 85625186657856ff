using System.Management.Automation.Language;
using NUnit.Framework;

namespace Scripts.Tests;

/// <summary>The PowerShell script is parsed by PowerShell's own parser, since no PowerShell may be at hand to run it.</summary>
public sealed class PowerShellScriptTests
{
    [Test]
    public void RunCluster_Parsed_HasNoErrors()
    {
        Parser.ParseFile(Repository.PathOf("run-cluster.ps1"), out _, out var errors);

        Assert.That(errors.Select(error => $"{error.Extent.StartLineNumber}: {error.Message}"), Is.Empty);
    }

    [Test]
    public void Parser_BrokenScript_ReportsErrors()
    {
        Parser.ParseInput("if ($x { exit 1 }", out _, out var errors);

        Assert.That(errors, Is.Not.Empty);
    }

    [Test]
    public void RunCluster_ItsCommands_AreThoseOfTheShellScript()
    {
        var script = Parser.ParseFile(Repository.PathOf("run-cluster.ps1"), out _, out _);
        var commands = script.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true)
            .Cast<CommandAst>()
            .Select(command => command.GetCommandName())
            .Where(name => name == "dotnet");
        var text = File.ReadAllText(Repository.PathOf("run-cluster.ps1"));

        Assert.Multiple(() =>
        {
            Assert.That(commands.Count(), Is.EqualTo(3), "the SDK check, the build and the start");
            Assert.That(text, Does.Contain("@args"), "options are passed on");
            Assert.That(text, Does.Contain("exit $LASTEXITCODE"), "the exit code is passed on");
        });
    }
}
