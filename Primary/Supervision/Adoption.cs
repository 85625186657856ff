using Primary.Hosting;

namespace Primary.Supervision;

/// <summary>Takes over the workers that a killed primary left: those that come back stay, the silent ones are killed.</summary>
internal sealed class Adoption(SupervisedWorker[] workers, FormerWorkers former, PrimaryOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Two of the intervals in which workers try to reconnect, and some time to notice the loss.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private readonly Lock _lock = new();
    private readonly HashSet<int> _awaited = [];
    private readonly TaskCompletionSource _allBack = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Looks for living workers of the former primary; those of other ports or another program are ended. When it died in
    /// the middle of a rolling restart there may be two of one worker: the first of the list has the place.
    /// </summary>
    public void FindFormer()
    {
        foreach (var note in former.Read())
        {
            if (WorkerProcess.Find(note.Pid, note.StartedAt) is not { } process)
            {
                continue;
            }
            if (note.Index >= 0 && note.Index < workers.Length && note.Url == options.UrlOf(note.Index) && note.Program == options.Worker
                && workers[note.Index].Present is null)
            {
                workers[note.Index].Adopt(process);
                _awaited.Add(note.Index);
                continue;
            }
            Log.FormerWorkerUnfit(logger, note.Index, note.Pid);
            process.Kill();
            process.Dispose();
        }
        if (_awaited.Count == 0)
        {
            _allBack.SetResult();
        }
    }

    /// <summary>A worker has attached.</summary>
    public void Attached(int index)
    {
        lock (_lock)
        {
            if (_awaited.Remove(index))
            {
                Log.WorkerAdopted(logger, index, workers[index].Status.Pid);
                if (_awaited.Count == 0)
                {
                    _allBack.TrySetResult();
                }
            }
        }
    }

    /// <summary>Waits for the former workers, and then kills those that did not come.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        try
        {
            await _allBack.Task.WaitAsync(Patience, time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            lock (_lock)
            {
                foreach (var index in _awaited)
                {
                    Log.FormerWorkerKilled(logger, index, workers[index].Status.Pid);
                    workers[index].Forsake();
                }
                _awaited.Clear();
            }
        }
    }
}
