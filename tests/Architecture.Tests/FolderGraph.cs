using ArchUnitNET.Domain;

namespace Architecture.Tests;

/// <summary>Which folders of one project need which others.</summary>
internal sealed class FolderGraph
{
    private readonly Dictionary<string, Dictionary<string, SortedSet<string>>> _needs = new(StringComparer.Ordinal);

    public FolderGraph(IEnumerable<IType> types, SourceFolders folders)
    {
        foreach (var type in types)
        {
            foreach (var needed in type.Dependencies.Select(dependency => dependency.Target))
            {
                Add(Own(type, folders), Own(needed, folders), type, needed);
            }
        }
    }

    /// <summary>The pairs of folders that need each other.</summary>
    public IReadOnlyList<string> Pairs() =>
    [
        .. from needs in _needs
           from other in needs.Value.Keys
           where string.CompareOrdinal(needs.Key, other) < 0 && _needs.TryGetValue(other, out var back) && back.ContainsKey(needs.Key)
           orderby needs.Key, other
           select $"{needs.Key} - {other}",
    ];

    /// <summary>What makes the arrows between some folders, as a text for whoever is to mend it.</summary>
    public string Explain(IReadOnlyCollection<string> folders) => string.Join("\n", folders.SelectMany(from =>
        _needs[from].Where(pair => folders.Contains(pair.Key)).Select(pair => $"  {from} needs {pair.Key}: {string.Join(", ", pair.Value.Take(5))}")));

    private void Add(string? from, string? to, IType type, IType needed)
    {
        if (from is null || to is null || from == to)
        {
            return;
        }
        if (!_needs.TryGetValue(from, out var targets))
        {
            _needs.Add(from, targets = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal));
        }
        if (!targets.TryGetValue(to, out var reasons))
        {
            targets.Add(to, reasons = new SortedSet<string>(StringComparer.Ordinal));
        }
        reasons.Add($"{type.Name} -> {needed.Name}");
    }

    // Of what is no type of the assembly, such as a type parameter, there is nothing to know.
    private static string? Own(IType? type, SourceFolders folders) =>
        type is null or GenericParameter || type.Assembly?.Name.Split(',')[0] != folders.Assembly ? null : folders.Find(type.FullName);
}
