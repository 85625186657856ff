using Cluster.Protos;
using Primary.Hosting;
using Primary.Relay;

namespace Primary.Supervision;

/// <summary>Starts the workers, adopts those of a former primary, replaces dead and hung ones, and stops them all.</summary>
internal sealed class Supervisor : IHostedLifecycleService, IDisposable
{
    private readonly WorkerSlot[] _slots;
    private readonly FormerWorkers _former;
    private readonly ClusterStop _stop;
    private readonly Adoption _adoption;
    private readonly HangWatch _hangWatch;
    private readonly ReadyAnnouncer _announcer;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public Supervisor(
        PrimaryOptions options,
        WorkerLauncher launcher,
        FormerWorkers former,
        ClusterStop stop,
        HangWatch hangWatch,
        ReadyAnnouncer announcer,
        TimeProvider time,
        ILogger<Supervisor> logger)
    {
        _former = former;
        _stop = stop;
        _hangWatch = hangWatch;
        _announcer = announcer;
        _logger = logger;
        _slots = [.. Enumerable.Range(0, options.Workers).Select(index => new WorkerSlot(index, options, launcher, logger, time))];
        foreach (var slot in _slots)
        {
            slot.ProcessChanged += NoteWorkers;
        }
        _adoption = new Adoption(_slots, former, options, time, logger);
    }

    public IReadOnlyList<WorkerStatus> Workers => [.. _slots.Select(slot => slot.Status)];

    /// <summary>Why a process may not attach, or <see langword="null"/>.</summary>
    public string? WhyRefuse(Hello hello)
    {
        if (_stopping.IsCancellationRequested)
        {
            return "the cluster stops";
        }
        if (hello.Index < 0 || hello.Index >= _slots.Length)
        {
            return $"the cluster has no worker {hello.Index}";
        }
        var pid = _slots[hello.Index].Status.Pid;
        return pid == hello.Pid ? null : $"worker {hello.Index} is process {pid}";
    }

    public void WorkerAttached(WorkerLink link) => _adoption.Attached(link.Index);

    public void WorkerReady(Hello hello)
    {
        // A stream may still hold the words of a process that is gone.
        if (_slots[hello.Index].Status.Pid == hello.Pid)
        {
            _slots[hello.Index].Set(WorkerState.Ready);
            _announcer.Update(Workers);
        }
    }

    public void WorkerDetached(Hello hello)
    {
        var slot = _slots[hello.Index];
        if (slot.Status.Pid == hello.Pid && slot.Status.State == WorkerState.Ready)
        {
            slot.Set(WorkerState.Detached);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // Before the relay listens: a worker may come back in its first moment.
        _adoption.FindFormer();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _running = RunAsync();
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.StopAsync(_slots).ConfigureAwait(false);
        _former.Delete();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync()
    {
        try
        {
            await _adoption.WaitAsync(_stopping.Token).ConfigureAwait(false);
            NoteWorkers();
            var workers = _slots.Select(slot => slot.RunAsync(_stopping.Token));
            await foreach (var ended in Task.WhenEach([.. workers, _hangWatch.RunAsync(_slots, _stopping.Token)]))
            {
                await ended.ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
        catch (Exception exception)
        {
            _stop.Fail(exception);
        }
    }

    private void NoteWorkers()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }
        try
        {
            _former.Write(_slots.Select(slot => slot.Note).OfType<FormerWorker>());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.WorkersNotNoted(_logger, exception);
        }
    }
}
