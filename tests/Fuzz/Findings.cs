using System.Collections.Concurrent;

namespace Fuzz;

/// <summary>Something that must not happen, and how to make it happen again.</summary>
/// <param name="Where">The target and the index of its input, or what was watched.</param>
/// <param name="What">What happened.</param>
public sealed record Finding(string Where, string What);

/// <summary>What a run has found so far. One fault shows in many inputs, so only the first ones of each place are kept.</summary>
internal sealed class Findings
{
    private const int KeepAtMost = 10;

    private readonly ConcurrentQueue<Finding> _kept = new();
    private readonly ConcurrentDictionary<string, int> _counts = new();

    public int Count => _counts.Values.Sum();

    public IReadOnlyList<Finding> Kept => [.. _kept];

    public void Add(string place, string what) => Add(place, "", what);

    /// <param name="place">The target, or what was watched.</param>
    /// <param name="input">Which input of it.</param>
    /// <param name="what">What happened.</param>
    public void Add(string place, string input, string what)
    {
        if (_counts.AddOrUpdate(place, 1, (_, count) => count + 1) <= KeepAtMost)
        {
            _kept.Enqueue(new Finding(place + input, what));
        }
    }
}
