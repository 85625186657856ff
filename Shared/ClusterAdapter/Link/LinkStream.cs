using Cluster.Protos;
using ClusterAdapter.Lifetime;

namespace ClusterAdapter.Link;

/// <summary>One stream to the primary, from its Hello to its end.</summary>
internal sealed class LinkStream(LinkOptions options, LinkState state, IFrameHandler handler, WorkerExit exit, TimeProvider time)
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);

    /// <summary>A primary silent for so long is hung; it may be stopped, and come back.</summary>
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(10);

    private long _lastSeen;
    private bool _attached;

    /// <summary>Whether a stream was opened since the last call.</summary>
    public bool TakeAttached()
    {
        var attached = _attached;
        _attached = false;
        return attached;
    }

    /// <summary>Says Hello and takes the Welcome.</summary>
    /// <exception cref="InvalidOperationException">The primary is not one to follow.</exception>
    public async Task OpenAsync(IRelayStream stream, CancellationToken cancellation)
    {
        var hello = new Hello
        {
            Index = options.Index,
            Instance = state.Instance,
            Pid = Environment.ProcessId,
            Port = options.Port,
            Epoch = state.Epoch,
            Incarnation = state.Incarnation,
            Applied = state.Applied,
            RetentionMs = (long)state.Retention.TotalMilliseconds,
        };
        await stream.WriteAsync(new WorkerBatch { Frames = { new WorkerFrame { Hello = hello } } }, cancellation).ConfigureAwait(false);
        var first = await stream.ReadAsync(cancellation).AsTask().WaitAsync(MaxSilence, time, cancellation).ConfigureAwait(false);
        if (first?.Frames is not [{ Welcome: { } welcome }])
        {
            throw new InvalidOperationException("the primary did not begin with a Welcome");
        }
        switch (state.Take(welcome))
        {
            case WelcomeVerdict.Outdated:
                throw new InvalidOperationException("the primary is older than the one before");
            case WelcomeVerdict.OtherLog:
                exit.GiveUp("the log was replaced");
                throw new InvalidOperationException("the log was replaced");
            case var verdict:
                handler.OnWelcome(welcome, isFirst: verdict == WelcomeVerdict.First);
                break;
        }
        _attached = true;
    }

    /// <summary>Reads and writes until either ends.</summary>
    public async Task RunAsync(IRelayStream stream, Outbox outbox, CancellationTokenSource end)
    {
        Interlocked.Exchange(ref _lastSeen, time.GetTimestamp());
        handler.OnAttached(outbox);
        Task[] tasks =
        [
            ReadAsync(stream, end.Token),
            outbox.PumpAsync(stream, end.Token),
            BeatAsync(outbox, end.Token),
        ];
        try
        {
            await (await Task.WhenAny(tasks).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Tells the handler that the stream is over.</summary>
    public void Close() => handler.OnDetached();

    private async Task ReadAsync(IRelayStream stream, CancellationToken cancellation)
    {
        while (await stream.ReadAsync(cancellation).ConfigureAwait(false) is { } batch)
        {
            Interlocked.Exchange(ref _lastSeen, time.GetTimestamp());
            foreach (var frame in batch.Frames)
            {
                handler.OnFrame(frame);
            }
            handler.OnComplete(batch.CompleteTo);
        }
    }

    private async Task BeatAsync(Outbox outbox, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(HeartbeatInterval, time);
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
        {
            outbox.TrySend(new WorkerFrame { Heartbeat = new WorkerHeartbeat { Applied = state.Applied } });
            if (time.GetElapsedTime(Interlocked.Read(ref _lastSeen)) > MaxSilence)
            {
                throw new IOException("the primary is silent");
            }
        }
    }
}
