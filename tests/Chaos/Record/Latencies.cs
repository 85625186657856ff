namespace Chaos.Record;

/// <summary>Counts times in steps of a tenth, so that any number of them fits.</summary>
internal sealed class Latencies
{
    private const double Step = 1.1;

    private readonly long[] _counts = new long[256];

    public void Add(long microseconds)
    {
        var step = (int)Math.Log(Math.Max(1, microseconds), Step);
        Interlocked.Increment(ref _counts[Math.Min(step, _counts.Length - 1)]);
    }

    /// <summary>The time that this share of all did not exceed.</summary>
    public TimeSpan Percentile(double share)
    {
        var left = (long)Math.Ceiling(_counts.Sum() * share);
        for (var step = 0; step < _counts.Length; step++)
        {
            left -= _counts[step];
            if (left <= 0)
            {
                return Clock.Span((long)Math.Pow(Step, step + 1));
            }
        }
        return TimeSpan.MaxValue;
    }
}
