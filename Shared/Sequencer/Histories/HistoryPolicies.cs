namespace SocketIO.Sequencer.Histories;

/// <summary>How each history is kept, as it was said last. For the committing thread.</summary>
internal sealed class HistoryPolicies
{
    private readonly Dictionary<string, HistoryPolicy> _byName = new(StringComparer.Ordinal);

    public HistoryPolicies(IEnumerable<HistoryPolicy> stored)
    {
        foreach (var policy in stored)
        {
            _byName.Add(policy.History, policy);
        }
    }

    public IReadOnlyCollection<HistoryPolicy> All => _byName.Values;

    /// <summary>The one of a history; one that keeps everything when nothing was said.</summary>
    public HistoryPolicy Find(string history) => _byName.GetValueOrDefault(history) ?? new HistoryPolicy(history);

    public void Set(HistoryPolicy policy) => _byName[policy.History] = policy;
}
