using Cluster.Protos;
using ClusterAdapter.Lifetime;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClusterAdapter.Link;

/// <summary>The worker's end of the stream to the primary: attaches, comes back, and gives up as an orphan.</summary>
internal sealed class ClusterLink(
    LinkOptions options,
    IRelay relay,
    LinkState state,
    LinkStream stream,
    SubmissionBuffer submissions,
    IHandover handover,
    WorkerExit exit,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<ClusterLink> logger) : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan FarewellTime = TimeSpan.FromMilliseconds(500);

    private volatile Outbox? _outbox;

    /// <summary>First what was submitted as the clients went, which their sessions depend on.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await submissions.WhenEmptyAsync().WaitAsync(FarewellTime, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // The primary finds out by itself that this worker is gone.
        }
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var started = lifetime.ApplicationStarted.Register(() => _outbox?.TrySend(Ready()));
        var lastAttached = time.GetTimestamp();
        string? reported = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await AttachAsync(stoppingToken).ConfigureAwait(false);
                stream.TakeAttached();
                (lastAttached, reported) = (time.GetTimestamp(), null);
            }
            catch (Exception exception) when (stoppingToken.IsCancellationRequested && exception is RelayLostException or OperationCanceledException)
            {
                // Told to stop, it has cancelled the stream itself; whether that or the token says so first is chance.
                return;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested && exception is IOException or TimeoutException or OperationCanceledException or InvalidOperationException)
            {
                if (stream.TakeAttached())
                {
                    (lastAttached, reported) = (time.GetTimestamp(), null);
                }
                var reason = exception.Message;
                if (exception is RelayLostException { IsFinal: true })
                {
                    exit.GiveUp(reason);
                    return;
                }
                // It is tried again and again: what is the same as the last time is no news. Why a worker stops was said.
                if (reason != reported && !lifetime.ApplicationStopping.IsCancellationRequested)
                {
                    Log.PrimaryLost(logger, reason, options.OrphanTimeout.TotalSeconds);
                    reported = reason;
                }
            }
            if (time.GetElapsedTime(lastAttached) > options.OrphanTimeout)
            {
                exit.GiveUp($"no primary for {options.OrphanTimeout.TotalSeconds:0} s");
                return;
            }
            await Task.Delay(RetryInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AttachAsync(CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var opened = relay.Attach(end.Token);
        var outbox = new Outbox(logger);
        try
        {
            await stream.OpenAsync(opened, end.Token).ConfigureAwait(false);
            _outbox = outbox;
            if (lifetime.ApplicationStarted.IsCancellationRequested)
            {
                outbox.TrySend(Ready());
            }
            Log.PrimaryAttached(logger, state.Incarnation);
            await stream.RunAsync(opened, outbox, end).ConfigureAwait(false);
        }
        finally
        {
            _outbox = null;
            outbox.Close();
            stream.Close();
        }
    }

    private WorkerFrame Ready() => new() { Ready = new Ready { SharesPort = handover.SharesPort } };
}
