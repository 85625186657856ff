using Cluster.Relay;
using Primary.Hosting;

namespace Primary.Supervision;

/// <summary>Starts the workers, adopts those of a former primary, replaces dead and hung ones, and stops them all.</summary>
internal sealed class Supervisor : IHostedLifecycleService, IDisposable
{
    private readonly WorkerRegistry _registry;
    private readonly RelayHub _hub;
    private readonly FormerWorkers _former;
    private readonly ClusterStop _stop;
    private readonly Adoption _adoption;
    private readonly HangWatch _hangWatch;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public Supervisor(
        PrimaryOptions options,
        WorkerRegistry registry,
        RelayHub hub,
        FormerWorkers former,
        ClusterStop stop,
        HangWatch hangWatch,
        TimeProvider time,
        ILogger<Supervisor> logger)
    {
        (_registry, _hub, _former, _stop, _hangWatch, _logger) = (registry, hub, former, stop, hangWatch, logger);
        foreach (var slot in registry.Slots)
        {
            slot.ProcessChanged += NoteWorkers;
        }
        _adoption = new Adoption(registry.Slots, former, options, time, logger);
        registry.WorkerAttached += _adoption.Attached;
        registry.InstanceGone += hub.GiveUp;
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
        _registry.Close();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.StopAsync(_registry.Slots).ConfigureAwait(false);
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
            // What belonged to instances that are not here by now belongs to nobody.
            _hub.GiveUpAbsent();
            NoteWorkers();
            var workers = _registry.Slots.Select(slot => slot.RunAsync(_stopping.Token));
            await foreach (var ended in Task.WhenEach([.. workers, _hangWatch.RunAsync(_registry.Slots, _stopping.Token)]))
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
            _former.Write(_registry.Slots.Select(slot => slot.Note).OfType<FormerWorker>());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.WorkersNotNoted(_logger, exception);
        }
    }
}
