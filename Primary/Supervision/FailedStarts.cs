using Primary.Hosting;

namespace Primary.Supervision;

/// <summary>Counts how often a worker ended before it served for the first time: such a program is not worth trying for ever.</summary>
internal sealed class FailedStarts(int index)
{
    private const int Max = 5;

    private int _count;
    private bool _everServed;

    /// <summary>It serves: from now on it is tried again however often it ends.</summary>
    public void Serves() => _everServed = true;

    /// <summary>It has ended, or could not be started.</summary>
    /// <exception cref="PrimaryException">That was once too often.</exception>
    public void Count(string how)
    {
        if (!_everServed && ++_count >= Max)
        {
            throw new PrimaryException($"Worker {index} failed {Max} times before it was ready; the last time it {how}.");
        }
    }
}
