using System.Collections.Concurrent;
using Cluster.Protos;
using Microsoft.Extensions.Logging;
using SocketIO.Sequencer;

namespace Cluster.Relay;

/// <summary>The links of all attached workers on one log, and its writer. Thread-safe.</summary>
/// <remarks>
/// Whoever hosts it runs <see cref="RunAsync(IAsyncEnumerable{WorkerBatch}, Func{PrimaryBatch, CancellationToken, Task}, CancellationToken)"/>
/// for each stream: behind gRPC (the primary), or with the messages handed over in one process. These are handed over as they are, so
/// neither side may change one after it was written. They are disposed before their log.
/// </remarks>
internal sealed class WorkerLinks : IAsyncDisposable
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);

    private readonly SequencedLog _log;
    private readonly ILinkWatcher _watcher;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly FrameRouter _router;
    private readonly ITimer _heartbeat;
    private readonly ConcurrentDictionary<string, bool> _known = new();
    private readonly WrittenEvents _written = new();

    /// <summary>Starts the log's writer. The log is not disposed with the links.</summary>
    public WorkerLinks(SequencedLog log, ILinkWatcher watcher, ILogger logger, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_log, _watcher, _logger, _time) = (log, watcher, logger, time);
        Writer = new LogWriter(log, new CommitAnnouncer(Members), logger, time);
        _router = new FrameRouter(Members, Writer, watcher);
        _heartbeat = time.CreateTimer(_ => Beat(), null, HeartbeatInterval, HeartbeatInterval);
    }

    /// <summary>What commits to the log.</summary>
    public LogWriter Writer { get; }

    /// <summary>The links of the attached workers, as a snapshot.</summary>
    public IReadOnlyList<WorkerLink> Links => Members.Links;

    internal MemberDirectory Members { get; } = new();

    /// <summary>Runs one link until its stream ends, it is cut, or it is cancelled.</summary>
    /// <param name="requests">What the worker sends, from its Hello on.</param>
    /// <param name="write">Writes to the worker; called again only when it has completed.</param>
    /// <param name="cancellation">Ends the link.</param>
    /// <exception cref="LinkException">The link cannot begin or go on.</exception>
    public async Task RunAsync(
        IAsyncEnumerable<WorkerBatch> requests, Func<PrimaryBatch, CancellationToken, Task> write, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(write);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var batches = requests.GetAsyncEnumerator(stop.Token);
        await using (batches.ConfigureAwait(false))
        {
            var (hello, first) = await ReadHelloAsync(batches).ConfigureAwait(false);
            Check(hello);
            var link = new WorkerLink(hello, _log, _written, _time, stop);
            await WelcomeAsync(link, write, stop.Token).ConfigureAwait(false);
            // Before anybody else can send to it: it must leave exactly where it is true.
            link.SendPresence(_log.ReadPresence());
            try
            {
                Members.Add(link);
                _known[hello.Instance] = true;
                Log.Attached(_logger, hello.Index, hello.Pid);
                _watcher.Attached(hello);
                await RunAsync(link, first, batches, write, stop).ConfigureAwait(false);
            }
            catch (LinkException exception)
            {
                Log.LinkFailed(_logger, hello.Index, hello.Pid, exception.Message);
                throw;
            }
            finally
            {
                Leave(link);
            }
        }
    }

    /// <summary>An instance is gone for good: its sessions are away, and it may not come back. A stream that merely broke is
    /// no reason: its sessions are still connected.</summary>
    public void GiveUp(string instance)
    {
        Members.Find(instance)?.Stop();
        _known.TryRemove(instance, out _);
        Writer.GiveUp(instance);
    }

    /// <summary>Gives up all instances that have sessions and did not attach since they were made: they belong to a former
    /// life of the primary and did not come back in time.</summary>
    public void GiveUpAbsent()
    {
        foreach (var owner in _log.Owners())
        {
            if (!_known.ContainsKey(owner))
            {
                Writer.GiveUp(owner);
            }
        }
    }

    /// <summary>Commits what is queued. The links end with their tokens.</summary>
    public async ValueTask DisposeAsync()
    {
        await _heartbeat.DisposeAsync().ConfigureAwait(false);
        await Writer.DisposeAsync().ConfigureAwait(false);
    }

    private void Leave(WorkerLink link)
    {
        if (link.IsOverfull)
        {
            Log.LinkOverfull(_logger, link.Index, link.Hello.Pid, FrameQueue.MaxBytes / (1024 * 1024));
        }
        Log.Detached(_logger, link.Index, link.Hello.Pid);
        Members.Remove(link, () => _watcher.Detached(link.Hello));
    }

    private void Check(Hello hello)
    {
        if ((_log.IsGone(hello.Instance) ? "it was given up" : _watcher.WhyRefuse(hello)) is { } reason)
        {
            Log.AttachRefused(_logger, hello.Index, hello.Pid, reason);
            throw new LinkException(LinkFault.Refused, reason);
        }
    }

    private async Task WelcomeAsync(WorkerLink link, Func<PrimaryBatch, CancellationToken, Task> write, CancellationToken cancellation)
    {
        var hello = link.Hello;
        _log.RequireRetention(TimeSpan.FromMilliseconds(Math.Max(0, hello.RetentionMs)));
        var known = hello.Epoch == _log.Epoch;
        var head = _log.LastNumber;
        var welcome = new Welcome
        {
            Epoch = _log.Epoch,
            Incarnation = _log.Incarnation,
            Committed = _log.LastSubmission(hello.Instance),
            Head = head,
            Database = _log.Database,
        };
        link.StartAt(known ? hello.Applied : head);
        var batch = new PrimaryBatch { Frames = { new PrimaryFrame { Welcome = welcome } }, CompleteTo = link.Cursor };
        await write(batch, cancellation).ConfigureAwait(false);
    }

    private async Task RunAsync(
        WorkerLink link,
        IEnumerable<WorkerFrame> first,
        IAsyncEnumerator<WorkerBatch> batches,
        Func<PrimaryBatch, CancellationToken, Task> write,
        CancellationTokenSource stop)
    {
        link.Wake();
        var pump = link.PumpAsync(write, stop.Token);
        var reader = ReadAsync(link, first, batches, stop.Token);
        try
        {
            await (await Task.WhenAny(pump, reader).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsEndOfStream(exception, stop.Token))
        {
            // However it ended, the link is taken out in the same way.
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(pump, reader).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(
        WorkerLink link, IEnumerable<WorkerFrame> first, IAsyncEnumerator<WorkerBatch> batches, CancellationToken cancellation)
    {
        foreach (var frame in first)
        {
            await _router.RouteAsync(link, frame, cancellation).ConfigureAwait(false);
        }
        while (await batches.MoveNextAsync().ConfigureAwait(false))
        {
            link.Seen();
            foreach (var frame in batches.Current.Frames)
            {
                await _router.RouteAsync(link, frame, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task<(Hello Hello, IEnumerable<WorkerFrame> First)> ReadHelloAsync(IAsyncEnumerator<WorkerBatch> batches)
    {
        if (await batches.MoveNextAsync().ConfigureAwait(false) && batches.Current.Frames is [{ Hello: { } hello }, ..] frames)
        {
            return (hello, frames.Skip(1));
        }
        Log.NoHello(_logger);
        throw new LinkException(LinkFault.Protocol, "a stream begins with a Hello");
    }

    private void Beat()
    {
        foreach (var link in Members.Links)
        {
            link.Send(new PrimaryFrame { Heartbeat = new PrimaryHeartbeat { CompleteTo = link.Cursor } });
        }
    }

    // A killed worker shows as a reset, a cancelled call or a failed read, depending on what was under way.
    private static bool IsEndOfStream(Exception exception, CancellationToken stopped) =>
        exception is IOException or OperationCanceledException || (exception is not LinkException && stopped.IsCancellationRequested);
}
