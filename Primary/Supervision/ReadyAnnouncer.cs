namespace Primary.Supervision;

/// <summary>Tells the person at the terminal, once, that everything runs.</summary>
internal sealed class ReadyAnnouncer
{
    private int _announced;

    public void Update(IReadOnlyList<WorkerStatus> workers)
    {
        if (workers.All(worker => worker.State == WorkerState.Ready) && Interlocked.Exchange(ref _announced, 1) == 0)
        {
            Console.Out.WriteLine($"cluster ready: {string.Join(' ', workers.Select(worker => worker.Url))}");
        }
    }
}
