using System.Collections.Concurrent;

namespace Sequencer.Tests;

/// <summary>An observer that keeps what it is told, and can hold the writer up.</summary>
internal sealed class Recorder : ILogObserver
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private volatile TaskCompletionSource? _held;

    public ConcurrentQueue<IReadOnlyList<SubmissionResult>> Batches { get; } = new();

    public List<SubmissionResult> Results => [.. Batches.SelectMany(batch => batch)];

    public string? ThreadName { get; private set; }

    public bool Throw { get; set; }

    public void Hold() => _held = new TaskCompletionSource();

    public void Release() => _held?.TrySetResult();

    public void Reset()
    {
        Batches.Clear();
        Throw = false;
        _held = null;
    }

    public void OnCommitted(IReadOnlyList<SubmissionResult> results)
    {
        ThreadName = Thread.CurrentThread.Name;
        Batches.Enqueue(results);
        _held?.Task.Wait(Limit);
        if (Throw)
        {
            throw new InvalidOperationException("the observer failed");
        }
    }
}
