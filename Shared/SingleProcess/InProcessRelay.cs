using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Cluster.Protos;
using Cluster.Relay;
using ClusterAdapter.Link;
using Microsoft.Extensions.Logging;
using SocketIO.Sequencer;

namespace SingleProcess;

/// <summary>
/// The log and its relay within this process. The server attaches to it as a worker attaches to its primary, only that
/// the messages are handed over instead of sent; so there is one set of rules.
/// </summary>
internal sealed class InProcessRelay : IRelay, IAsyncDisposable
{
    /// <summary>The link takes what comes at once; more than this waiting means that it is slower than the log.</summary>
    private const int MaxBatches = 16;

    private static readonly TimeSpan ReportInterval = TimeSpan.FromMinutes(1);

    private readonly LogFileLock? _lock;
    private readonly SequencedLog _log;
    private readonly WorkerLinks _links;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private (string Message, long At)? _reported;

    /// <summary>Opens the log.</summary>
    /// <exception cref="SequencerException">The file cannot be used, or another process uses it; the message says why.</exception>
    public InProcessRelay(string? path, ILogger<WorkerLinks> logger, TimeProvider time, IMeterFactory? meters = null)
    {
        (_logger, _time) = (logger, time);
        _lock = path is null ? null : LogFileLock.Take(path);
        try
        {
            _log = SequencedLog.Open(new SequencerOptions { Path = path }, time, meters);
        }
        catch
        {
            _lock?.Dispose();
            throw;
        }
        _links = new WorkerLinks(_log, new EverybodyMayAttach(), logger, time);
        // The sessions of the process before wait for their clients from now on.
        _links.GiveUpAbsent();
    }

    public IRelayStream Attach(CancellationToken cancellation)
    {
        var up = Channel.CreateBounded<WorkerBatch>(MaxBatches);
        var down = Channel.CreateBounded<PrimaryBatch>(MaxBatches);
        _ = RunAsync(up, down.Writer, cancellation);
        return new InProcessRelayStream(up.Writer, down.Reader);
    }

    public void Dispose()
    {
        // The log outlives the link: see DisposeAsync.
    }

    public async ValueTask DisposeAsync()
    {
        await _links.DisposeAsync().ConfigureAwait(false);
        _log.Dispose();
        _lock?.Dispose();
    }

    private async Task RunAsync(Channel<WorkerBatch> up, ChannelWriter<PrimaryBatch> down, CancellationToken cancellation)
    {
        Exception? failure = null;
        try
        {
            await _links.RunAsync(up.Reader.ReadAllAsync(cancellation), (batch, stop) => down.WriteAsync(batch, stop).AsTask(), cancellation).ConfigureAwait(false);
        }
        catch (LinkException exception)
        {
            failure = new RelayLostException(exception.Message, isFinal: true, exception);
        }
        catch (OperationCanceledException)
        {
            // The end of the application.
        }
        catch (Exception exception)
        {
            // The link notices at once, and attaches again.
            Report(exception);
            failure = new RelayLostException(exception.Message, isFinal: false, exception);
        }
        // Also the way up, which nobody reads any more: who sends is told, and does not wait for room.
        up.Writer.TryComplete(failure);
        down.TryComplete(failure);
    }

    /// <summary>Once in a while: a link that fails again and again is attached every half second. One runs at a time.</summary>
    private void Report(Exception exception)
    {
        if (_reported is { } last && last.Message == exception.Message && _time.GetElapsedTime(last.At) < ReportInterval)
        {
            return;
        }
        _reported = (exception.Message, _time.GetTimestamp());
        Log.RelayFailed(_logger, exception);
    }

    private sealed class EverybodyMayAttach : ILinkWatcher;
}
