using Cluster.Relay;
using Primary.Hosting;

namespace Primary.Supervision;

/// <summary>Starts the workers, adopts those of a former primary, replaces dead and hung ones, and stops them all.</summary>
internal sealed class Supervisor : IHostedLifecycleService, IDisposable
{
    private readonly WorkerRegistry _registry;
    private readonly WorkerLinks _links;
    private readonly FormerWorkers _former;
    private readonly ClusterStop _stop;
    private readonly Adoption _adoption;
    private readonly HangWatch _hangWatch;
    private readonly RollingRestart _restart;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public Supervisor(
        PrimaryOptions options,
        WorkerRegistry registry,
        WorkerLinks links,
        FormerWorkers former,
        ClusterStop stop,
        HangWatch hangWatch,
        RollingRestart restart,
        TimeProvider time,
        ILogger<Supervisor> logger)
    {
        (_registry, _links, _former, _stop, _hangWatch, _restart, _logger) = (registry, links, former, stop, hangWatch, restart, logger);
        foreach (var worker in registry.Supervised)
        {
            worker.ProcessChanged += NoteWorkers;
        }
        _adoption = new Adoption(registry.Supervised, former, options, time, logger);
        registry.WorkerAttached += _adoption.Attached;
        registry.InstanceGone += links.GiveUp;
    }

    /// <summary>Begins to replace all workers, one after the other.</summary>
    /// <returns>Why not, or <see langword="null"/>.</returns>
    public string? BeginRestart() => _restart.Begin(_registry.Supervised, _stopping.Token);

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
        await Task.WhenAll(_running, _restart.Running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.StopAsync(_registry.Supervised).ConfigureAwait(false);
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
            _links.GiveUpAbsent();
            NoteWorkers();
            var workers = _registry.Supervised.Select(worker => worker.RunAsync(_stopping.Token));
            await foreach (var ended in Task.WhenEach([.. workers, _hangWatch.RunAsync(_registry.Supervised, _stopping.Token)]))
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
            _former.Write(_registry.Supervised.SelectMany(worker => worker.Notes));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.WorkersNotNoted(_logger, exception);
        }
    }
}
