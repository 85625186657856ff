namespace EngineIO.Limits;

/// <summary>How many sessions each public network has (<see cref="ClientNetwork"/>).</summary>
internal sealed class AddressCounts
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>How many a network has; of a private one none are counted.</summary>
    public int Of(string? network)
    {
        if (network is null)
        {
            return 0;
        }
        lock (_lock)
        {
            return _counts.GetValueOrDefault(network);
        }
    }

    public void Add(string? network) => Change(network, 1);

    public void Remove(string? network) => Change(network, -1);

    private void Change(string? network, int by)
    {
        if (network is null)
        {
            return;
        }
        lock (_lock)
        {
            var count = _counts.GetValueOrDefault(network) + by;
            if (count > 0)
            {
                _counts[network] = count;
            }
            else
            {
                _counts.Remove(network);
            }
        }
    }
}
