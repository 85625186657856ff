using Cluster.Relay;

namespace Primary.Supervision;

/// <summary>Kills the workers that are silent for too long.</summary>
internal sealed class HangWatch(WorkerLinks links, TimeProvider time, ILogger<HangWatch> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SuspiciousSilence = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxBusySilence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MaxStart = TimeSpan.FromSeconds(60);

    private readonly Dictionary<int, long> _detachedSince = [];
    private readonly BusyWatch _busy = new(time);
    private long _lastLook = time.GetTimestamp();

    public async Task RunAsync(SupervisedWorker[] workers, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
        {
            Look(workers);
        }
    }

    /// <summary>What is done each time: one call in each interval.</summary>
    internal void Look(SupervisedWorker[] workers)
    {
        var paused = time.GetElapsedTime(_lastLook) > 3 * Interval;
        _lastLook = time.GetTimestamp();
        if (paused)
        {
            // The primary itself was stopped: what the workers sent meanwhile is not read yet.
            foreach (var link in links.Links)
            {
                link.Seen();
            }
        }
        foreach (var worker in workers)
        {
            TryKillIfHung(worker);
        }
    }

    private void TryKillIfHung(SupervisedWorker worker)
    {
        try
        {
            KillIfHung(worker);
        }
        catch (Exception exception)
        {
            // The watch goes on whatever one look at one worker ends in.
            Log.WatchFailed(logger, exception, worker.Index);
        }
    }

    private void KillIfHung(SupervisedWorker worker)
    {
        // First the process: one that takes its place between the two looks must not be killed for the other's silence.
        var present = worker.Present;
        var status = worker.Status;
        // By its process: in a rolling restart the worker may have another link.
        var link = links.Links.FirstOrDefault(link => link.Index == worker.Index && link.Hello.Pid == status.Pid);
        var (silence, limit) = (status.State, link) switch
        {
            (WorkerState.Starting, _) => (worker.Age, MaxStart),
            (_, not null) => (link.Silence, LimitFor(worker.Index, present?.Process, link.Silence)),
            (WorkerState.Detached, null) => (DetachedFor(worker.Index), MaxSilence),
            _ => (TimeSpan.Zero, MaxSilence),
        };
        if (link is not null)
        {
            _detachedSince.Remove(worker.Index);
        }
        if (silence > limit)
        {
            Log.WorkerHung(logger, worker.Index, status.Pid, silence.TotalSeconds);
            _detachedSince.Remove(worker.Index);
            link?.Stop();
            present?.Process.Kill();
        }
    }

    private TimeSpan LimitFor(int index, WorkerProcess? process, TimeSpan silence)
    {
        if (process is null || silence <= SuspiciousSilence)
        {
            _busy.Forget(index);
            return MaxSilence;
        }
        _busy.Begin(index, process);
        if (silence <= MaxSilence || !_busy.IsBusy(index, process))
        {
            return MaxSilence;
        }
        if (_busy.ShouldTell(index))
        {
            Log.WorkerBusy(logger, index, process.Pid, silence.TotalSeconds, MaxBusySilence.TotalSeconds);
        }
        return MaxBusySilence;
    }

    private TimeSpan DetachedFor(int index)
    {
        _detachedSince.TryAdd(index, time.GetTimestamp());
        return time.GetElapsedTime(_detachedSince[index]);
    }
}
