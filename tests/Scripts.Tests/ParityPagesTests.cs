using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Scripts.Tests;

/// <summary>The pages that name tests name only such as there are, and their numbers are those of their rows.</summary>
public sealed class ParityPagesTests
{
    private const string Parity = "docs/parity.md";
    private const string ReferenceTests = "docs/reference-tests.md";

    private static readonly Regex TestName = new(@"`(\w+\.Tests)\.(\w+)(?:\.(\w+))?`");

    [TestCase(Parity)]
    [TestCase(ReferenceTests)]
    public void Page_NamesTests_TheyExist(string page)
    {
        var names = TestName.Matches(ReadPage(page)).DistinctBy(match => match.Value).ToArray();
        var projects = names.Select(match => match.Groups[1].Value).Distinct().ToDictionary(project => project, ReadSources);

        var missing = names.Where(match => !Exists(projects[match.Groups[1].Value], match.Groups[2].Value, match.Groups[3].Value));

        Assert.That(names, Has.Length.GreaterThan(100));
        Assert.That(missing.Select(match => match.Value), Is.Empty);
    }

    [Test]
    public void Parity_Summary_CountsTheRows()
    {
        string[] marks = ["yes", "part", "no"];
        var sections = Sections(ReadPage(Parity)).Select(section =>
        {
            var rows = Rows(section.Text).Where(row => Regex.IsMatch(row[0], @"^[A-Z]+\d+$")).ToArray();
            Assert.That(rows.Select(row => row[2]).Distinct(), Is.SubsetOf(marks), section.Title);
            Assert.That(rows.Where(row => row[2] == "yes" && row[4].Length == 0).Select(row => row[0]), Is.Empty, "what is there is shown");
            return (section.Title, Counts: marks.Select(mark => rows.Count(row => row[2] == mark)).Append(rows.Length).ToArray());
        }).ToList();
        sections.Add(("**all**", Sum(sections.Select(section => section.Counts))));

        Assert.That(Summary(Parity), Is.EqualTo(sections.Select(section => Line(section.Title, section.Counts))));
    }

    [Test]
    public void ReferenceTests_Summary_CountsTheRows()
    {
        var sections = Sections(ReadPage(ReferenceTests)).Select(section =>
        {
            var cells = Rows(section.Text).Where(row => row.Length == 2).Select(row => row[1]).ToArray();
            var covered = cells.Count(cell => cell.StartsWith('`'));
            var open = cells.Count(cell => cell.StartsWith("not: ", StringComparison.Ordinal));
            return (Title: $"`packages/{section.Title}/test`", Counts: new[] { covered + open, covered, open });
        }).ToList();
        sections.Add(("**all**", Sum(sections.Select(section => section.Counts))));

        // The number of all tests is the reference's: those that nobody can observe are not all listed.
        var summary = Summary(ReferenceTests).Select(line => Regex.Replace(line, @"^([^|]*)\|\d+", "$1"));
        Assert.That(summary, Is.EqualTo(sections.Select(section => Line(section.Title, section.Counts))));
    }

    /// <summary>The first table of a page, without the bold of its last line.</summary>
    private static IEnumerable<string> Summary(string page)
    {
        var text = ReadPage(page);
        var rows = Rows(text[..text.IndexOf("\n## ", StringComparison.Ordinal)]).Where(row => row.Length == 5).Skip(1);
        return rows.Select(row => Line(row[0], row[1..].Select(cell => int.Parse(cell.Trim('*'), null))));
    }

    private static string Line(string title, IEnumerable<int> counts) => $"{title}|{string.Join('|', counts)}";

    private static int[] Sum(IEnumerable<int[]> counts) => counts.Aggregate((one, other) => [.. one.Zip(other, (a, b) => a + b)]);

    private static IEnumerable<(string Title, string Text)> Sections(string page) => page.Split("\n## ").Skip(1).Select(section =>
    {
        var end = section.IndexOf('\n', StringComparison.Ordinal);
        return (section[..end], section[end..]);
    });

    /// <summary>The cells of every line of a table; a bar within a cell is escaped.</summary>
    private static IEnumerable<string[]> Rows(string text) => text.Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
        .Select(line => Regex.Split(line.Trim()[1..^1], @"(?<!\\)\|").Select(cell => cell.Trim()).ToArray());

    private static bool Exists(string[] sources, string className, string method)
    {
        var ofClass = sources.Where(text => Regex.IsMatch(text, $@"\bclass {className}\b"));
        return ofClass.Any(text => method.Length == 0 || Regex.IsMatch(text, $@"\[Test[^\n]*\n(?:\s*\[[^\n]*\n)*\s*public [^\n]*\b{method}\("));
    }

    private static string[] ReadSources(string project) =>
        [.. Directory.EnumerateFiles(BuildOutput.PathOf($"tests/{project}"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)];

    private static string ReadPage(string page) => File.ReadAllText(BuildOutput.PathOf(page)).ReplaceLineEndings("\n");
}
