namespace Benchmarks.Recovery.Figures;

/// <summary>Values of which some are asked for by rank.</summary>
internal sealed class Samples
{
    private readonly Lock _lock = new();
    private readonly List<double> _values = [];

    public Samples()
    {
    }

    public Samples(IEnumerable<double> values) => _values.AddRange(values);

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _values.Count;
            }
        }
    }

    public void Add(double value)
    {
        lock (_lock)
        {
            _values.Add(value);
        }
    }

    /// <summary>The value that this share of all does not exceed.</summary>
    public double Percentile(double share)
    {
        lock (_lock)
        {
            _values.Sort();
            return _values.Count == 0 ? double.NaN : _values[Math.Max(0, (int)Math.Ceiling(_values.Count * share) - 1)];
        }
    }
}
