namespace Primary.Supervision;

/// <summary>
/// Tells a worker that is busy from one that hangs: what it has to say waits for a thread of its pool, and under a load that takes
/// them all it says nothing for a while. To kill it then would send its clients, and the load, to the others.
/// </summary>
internal sealed class BusyWatch(TimeProvider time)
{
    /// <summary>Of a core. A process that waits, or is stopped, uses nothing; one among many on a full machine does not get all.</summary>
    private const double BusyShare = 0.25;

    private readonly Dictionary<int, Sample> _samples = [];

    /// <summary>Notes what a silent worker's process has used so far; the first time counts.</summary>
    public void Begin(int index, WorkerProcess process)
    {
        if (!_samples.TryGetValue(index, out var sample) || sample.Pid != process.Pid)
        {
            _samples[index] = new Sample(process.Pid, process.ProcessorTime, time.GetTimestamp(), IsTold: false);
        }
    }

    /// <summary>The worker was heard of.</summary>
    public void Forget(int index) => _samples.Remove(index);

    /// <summary>Whether the process has been at work since <see cref="Begin"/>.</summary>
    public bool IsBusy(int index, WorkerProcess process) =>
        _samples.TryGetValue(index, out var sample) && sample.Pid == process.Pid
        && process.ProcessorTime - sample.Used >= time.GetElapsedTime(sample.At) * BusyShare;

    /// <summary>Whether this is to be told: once for each silence.</summary>
    public bool ShouldTell(int index)
    {
        var told = _samples[index].IsTold;
        _samples[index] = _samples[index] with { IsTold = true };
        return !told;
    }

    private readonly record struct Sample(int Pid, TimeSpan Used, long At, bool IsTold);
}
