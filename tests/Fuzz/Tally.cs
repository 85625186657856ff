namespace Fuzz;

/// <summary>The figures of one target.</summary>
public sealed class Tally
{
    private long _inputs;
    private long _accepted;
    private long _ticks;

    /// <summary>The inputs so far.</summary>
    public long Inputs => Volatile.Read(ref _inputs);

    /// <summary>Those of them that were not refused.</summary>
    public long Accepted => Volatile.Read(ref _accepted);

    /// <summary>How long they took.</summary>
    public TimeSpan Time => TimeSpan.FromTicks(Volatile.Read(ref _ticks));

    internal void Count(bool accepted)
    {
        Interlocked.Increment(ref _inputs);
        if (accepted)
        {
            Interlocked.Increment(ref _accepted);
        }
    }

    internal void Took(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
