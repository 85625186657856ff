using System.Text.RegularExpressions;

namespace Analyzers.Tests;

/// <summary>The page says of each diagnostic what is so, and its examples are what they are called.</summary>
public sealed partial class RulesPageTests
{
    private static readonly string Page = File.ReadAllText(BuildOutput.PathOf("docs/analyzers.md"));

    private static string[] Ids => [.. Compiler.All.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(rule => rule.Id).Distinct().Order()];

    [Test]
    public void Page_NamesEveryDiagnosticWithItsTitleAndSeverity()
    {
        foreach (var rule in Compiler.All.SelectMany(analyzer => analyzer.SupportedDiagnostics))
        {
            var title = char.ToLowerInvariant(rule.Title.ToString()[0]) + rule.Title.ToString()[1..];
            var severity = rule.DefaultSeverity.ToString().ToLowerInvariant();

            Assert.That(Page, Does.Contain($"\n## {rule.Id}: {title}\n").IgnoreCase);
            Assert.That(Page, Does.Match($@"\n\| \[{rule.Id}\]\(#[a-z0-9-]+\) \| .+ \| {severity} \|\n"));
        }
        Assert.That(Headings().Count(), Is.EqualTo(Ids.Length));
    }

    [TestCaseSource(nameof(Ids))]
    public async Task Example_ThatIsWrong_GivesThisDiagnosticOnly(string id)
    {
        var diagnostics = await Compiler.AnalyzeAsync(Snippet.Of(Example(id, "wrong")));

        Assert.That(diagnostics.Select(diagnostic => diagnostic.Id).Distinct(), Is.EqualTo([id]));
    }

    [TestCaseSource(nameof(Ids))]
    public async Task Example_ThatIsRight_GivesNone(string id)
    {
        var diagnostics = await Compiler.AnalyzeAsync(Snippet.Of(Example(id, "right")));

        Assert.That(diagnostics, Is.Empty);
    }

    private static string Example(string id, string kind)
    {
        var section = Page.Split("\n## ").Single(part => part.StartsWith(id, StringComparison.Ordinal));
        return Block().Matches(section).Select(match => match.Groups[1].Value).Single(block => block.StartsWith($"// {kind}\n", StringComparison.Ordinal));
    }

    private static IEnumerable<Match> Headings() => Heading().Matches(Page);

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^## SIO[0-9]{3}:", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
