using System.Collections.Concurrent;
using ClusterAdapter.Sequenced;
using Microsoft.Extensions.DependencyInjection;

namespace SingleProcess.Tests.Support;

/// <summary>A way into the log that has no room when a test says so, or does not come back with what was submitted, though the log is there.</summary>
internal sealed class FillableSequencer(ISequencer inner) : ISequencer
{
    private volatile bool _isFull;
    private volatile TaskCompletionSource? _refused;
    private (long From, ConcurrentQueue<(long Submission, Action Action)> Actions)? _held;
    private volatile TaskCompletionSource? _holds;

    /// <summary>Puts one before the sequencer that was added.</summary>
    public static void AddTo(IServiceCollection services) => services
        .AddSingleton<FillableSequencer>(provider => new FillableSequencer(provider.GetRequiredService<ClusterSequencer>()))
        .AddSingleton<ISequencer>(provider => provider.GetRequiredService<FillableSequencer>());

    public bool IsFull
    {
        get => _isFull;
        set => _isFull = value;
    }

    /// <summary>Refuses what takes room while it waits, until <see cref="AllowWaiting"/>; completes when it has done so.</summary>
    public Task RefuseWaiting() => (_refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void AllowWaiting() => _refused = null;

    /// <summary>What is submitted from now on is not known to be in the log, until <see cref="Release"/>.</summary>
    public void HoldBack() => _held = (inner.LastSubmission, []);

    /// <summary>Completes when something waits for what is held back.</summary>
    public Task UntilHeld() => (_holds = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Release()
    {
        var held = _held!.Value.Actions;
        _held = null;
        foreach (var (submission, action) in held)
        {
            inner.After(submission, action);
        }
    }

    public string Epoch => inner.Epoch;

    public long LastSubmission => inner.LastSubmission;

    public void Connect(ISequencedSink sink, TimeSpan retention) => inner.Connect(sink, retention);

    /// <summary>Called in the middle of a submit: it is done, and whoever did it does not know.</summary>
    public Action<IOperation>? OnSubmitted { get; set; }

    public long Submit(IOperation operation, SubmitOptions options = default)
    {
        if (IsFull && !operation.MustBeTaken && !options.MustBeTaken)
        {
            throw new SequencerFullException();
        }
        var submission = inner.Submit(operation, options);
        OnSubmitted?.Invoke(operation);
        return submission;
    }

    public ValueTask<SubmissionAnswer> SubmitAsync(IOperation operation, SubmitOptions options, CancellationToken cancellation) =>
        inner.SubmitAsync(operation, options, cancellation);

    public void After(long submission, Action action, long bytes = 0)
    {
        if (_refused is { } refused && bytes > 0)
        {
            refused.TrySetResult();
            throw new SequencerFullException();
        }
        if (IsFull && bytes > 0)
        {
            throw new SequencerFullException();
        }
        if (_held is { } held && submission > held.From)
        {
            held.Actions.Enqueue((submission, action));
            _holds?.TrySetResult();
            return;
        }
        inner.After(submission, action, bytes);
    }

    public ValueTask WaitForRoomAsync() => inner.WaitForRoomAsync();

    public void KeepHistory(HistoryPolicy policy) => inner.KeepHistory(policy);

    public void ReadMissed(SessionKey session, long after, int maxBytes) => inner.ReadMissed(session, after, maxBytes);
}
