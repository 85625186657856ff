using Cluster.Protos;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClusterAdapter.Link;

/// <summary>The worker's end of the stream to the primary: attaches, comes back, and gives up as an orphan.</summary>
internal sealed class ClusterLink(
    ClusterOptions options,
    IRelay relay,
    LinkState state,
    LinkStream stream,
    SubmissionBuffer submissions,
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
        using var started = lifetime.ApplicationStarted.Register(() => _outbox?.TrySend(new WorkerFrame { Ready = new Ready() }));
        var lastAttached = time.GetTimestamp();
        var reported = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await AttachAsync(stoppingToken).ConfigureAwait(false);
                stream.TakeAttached();
                (lastAttached, reported) = (time.GetTimestamp(), false);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested && exception is RpcException or IOException or TimeoutException or OperationCanceledException or InvalidOperationException)
            {
                if (stream.TakeAttached())
                {
                    (lastAttached, reported) = (time.GetTimestamp(), false);
                }
                if (IsRefusal(exception))
                {
                    exit.Request(exception.Message);
                    return;
                }
                if (!reported)
                {
                    Log.PrimaryLost(logger, options.OrphanTimeout.TotalSeconds);
                    reported = true;
                }
            }
            if (time.GetElapsedTime(lastAttached) > options.OrphanTimeout)
            {
                exit.Request($"no primary for {options.OrphanTimeout.TotalSeconds:0} s");
                return;
            }
            await Task.Delay(RetryInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AttachAsync(CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var call = relay.Attach(end.Token);
        var outbox = new Outbox();
        try
        {
            await stream.OpenAsync(call, end.Token).ConfigureAwait(false);
            _outbox = outbox;
            if (lifetime.ApplicationStarted.IsCancellationRequested)
            {
                outbox.TrySend(new WorkerFrame { Ready = new Ready() });
            }
            Log.PrimaryAttached(logger, state.Incarnation);
            await stream.RunAsync(call, outbox, end).ConfigureAwait(false);
        }
        finally
        {
            _outbox = null;
            outbox.Close();
            stream.Close();
        }
    }

    private static bool IsRefusal(Exception exception) =>
        exception is RpcException { StatusCode: StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.DataLoss };
}
