using System.Threading.Channels;
using Cluster.Protos;

namespace Cluster.Relay.Tests.Support;

/// <summary>A worker's end of a stream to a relay in the same process.</summary>
internal sealed class AttachedWorker(WorkerLinks links, int index, string instance) : IAsyncDisposable
{
    private readonly Channel<WorkerBatch> _up = Channel.CreateUnbounded<WorkerBatch>();
    private readonly Channel<PrimaryBatch> _down = Channel.CreateUnbounded<PrimaryBatch>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<PrimaryFrame> _frames = new();
    private volatile Task _gate = Task.CompletedTask;

    public string Instance => instance;

    /// <summary>What the batches read so far are complete up to.</summary>
    public long CompleteTo { get; private set; }

    public Task Link { get; private set; } = Task.CompletedTask;

    public static async Task<AttachedWorker> AttachAsync(WorkerLinks links, int index, string? instance = null, Action<Hello>? change = null)
    {
        var worker = new AttachedWorker(links, index, instance ?? $"instance {index}");
        await worker.OpenAsync(change);
        return worker;
    }

    /// <summary>Opens the stream, and takes the Welcome.</summary>
    public async Task<Welcome> OpenAsync(Action<Hello>? change = null)
    {
        var hello = new Hello { Index = index, Instance = instance, Pid = 7, Port = 3000 + index };
        change?.Invoke(hello);
        Start(new WorkerFrame { Hello = hello });
        return (await NextAsync()).Welcome;
    }

    public void Start(WorkerFrame first)
    {
        Send(first);
        Link = links.RunAsync(_up.Reader.ReadAllAsync(CancellationToken.None), WriteAsync, _stop.Token);
        // Whoever waits for a frame is told why none comes.
        _ = Link.ContinueWith(link => _down.Writer.TryComplete(link.Exception?.InnerException), TaskScheduler.Default);
    }

    /// <summary>Takes nothing any more.</summary>
    public void Hold() => _gate = new TaskCompletionSource().Task;

    /// <summary>Ends the stream in good order.</summary>
    public void End() => _up.Writer.TryComplete();

    public void Send(WorkerFrame frame) => _up.Writer.TryWrite(new WorkerBatch { Frames = { frame } });

    public void Submit(Submit submit) => Send(new WorkerFrame { Submit = submit });

    public async Task<PrimaryFrame> NextAsync()
    {
        while (_frames.Count == 0)
        {
            var batch = await ReadBatchAsync();
            foreach (var frame in batch.Frames)
            {
                _frames.Enqueue(frame);
            }
        }
        return _frames.Dequeue();
    }

    public async Task<PrimaryBatch> ReadBatchAsync()
    {
        var batch = await _down.Reader.ReadAsync().Within();
        Assert.That(batch.CompleteTo, Is.GreaterThanOrEqualTo(CompleteTo));
        CompleteTo = batch.CompleteTo;
        return batch;
    }

    public async Task<PrimaryFrame> NextAsync(PrimaryFrame.FrameOneofCase kind)
    {
        while (true)
        {
            var frame = await NextAsync();
            if (frame.FrameCase == kind)
            {
                return frame;
            }
        }
    }

    public async Task<SubmitAnswer> AnswerAsync() => (await NextAsync(PrimaryFrame.FrameOneofCase.Answer)).Answer;

    /// <summary>The events, answers and pages so far, in words.</summary>
    public async Task<List<string>> DrainAsync()
    {
        const long end = 4711;
        Send(new WorkerFrame { ReceiptRequest = new ReceiptRequest { Id = end } });
        var said = new List<string>();
        while (true)
        {
            var frame = await NextAsync();
            switch (frame.FrameCase)
            {
                case PrimaryFrame.FrameOneofCase.Receipt:
                    return said;
                case PrimaryFrame.FrameOneofCase.Event when frame.Event.Session is { } session:
                    said.Add($"{frame.Event.Number} {session.Kind} {session.Sid}");
                    break;
                case PrimaryFrame.FrameOneofCase.Event:
                    said.Add($"{frame.Event.Number} {frame.Event.BodyCase}");
                    break;
                case PrimaryFrame.FrameOneofCase.Answer:
                    said.Add($"answer {frame.Answer.Sequence} {frame.Answer.Status}");
                    break;
                case PrimaryFrame.FrameOneofCase.Missed:
                    said.Add($"missed {string.Join(',', frame.Missed.Events.Select(missed => missed.Number))} up to {frame.Missed.UpTo}{(frame.Missed.Live ? ", live" : "")}{(frame.Missed.Lost ? ", lost" : "")}");
                    break;
                default:
                    break;
            }
        }
    }

    private async Task WriteAsync(PrimaryBatch batch, CancellationToken stop)
    {
        await _gate.WaitAsync(stop);
        await _down.Writer.WriteAsync(batch, stop);
    }

    public async Task CloseAsync()
    {
        await _stop.CancelAsync();
        await Link.WaitAsync(TimeSpan.FromSeconds(20)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _stop.Dispose();
    }
}
