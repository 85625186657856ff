using Cluster.Protos;
using Grpc.Core;

namespace ClusterAdapter.Tests.Support;

/// <summary>The primary's end of one stream.</summary>
internal sealed class Attachment
{
    private readonly IAsyncStreamReader<WorkerBatch> _requests;
    private readonly IServerStreamWriter<PrimaryBatch> _responses;
    private readonly ServerCallContext _context;
    private readonly Queue<WorkerFrame> _frames;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Attachment(IAsyncStreamReader<WorkerBatch> requests, IServerStreamWriter<PrimaryBatch> responses, ServerCallContext context)
    {
        _requests = requests;
        _responses = responses;
        _context = context;
        _frames = new Queue<WorkerFrame>(requests.Current.Frames);
        Hello = _frames.Dequeue().Hello;
    }

    public Hello Hello { get; }

    public string? Token => _context.RequestHeaders.GetValue("x-cluster-token");

    /// <summary>Completes when either side has ended the stream.</summary>
    public Task Ended => _ended.Task;

    public Task WelcomeAsync(string epoch = "epoch", long incarnation = 1, long head = 0, string database = "") =>
        SendAsync(new PrimaryFrame
        {
            Welcome = new Welcome { Epoch = epoch, Incarnation = incarnation, Head = head, Database = database },
        });

    /// <summary>Sends frames as one batch.</summary>
    public Task SendAsync(params PrimaryFrame[] frames) => _responses.WriteAsync(new PrimaryBatch { Frames = { frames } }).Within();

    public Task AnswerAsync(Submit submit, SubmitAnswer.Types.Status status, long durableId) =>
        SendAsync(new PrimaryFrame { Answer = new SubmitAnswer { Sequence = submit.Sequence, Status = status, DurableId = durableId } });

    /// <summary>What the worker has said of histories, as far as its frames were read; read as no frame.</summary>
    public List<KeepHistory> Histories { get; } = [];

    /// <summary>The next frame that is no heartbeat.</summary>
    public Task<WorkerFrame> ReadAsync() => ReadUnboundedAsync().Within();

    /// <summary>As <see cref="ReadAsync"/>, for whoever waits as long as the stream lasts.</summary>
    public async Task<WorkerFrame> ReadUnboundedAsync()
    {
        while (true)
        {
            while (_frames.TryDequeue(out var frame))
            {
                if (frame.FrameCase != WorkerFrame.FrameOneofCase.Heartbeat)
                {
                    return frame;
                }
            }
            await FillAsync();
        }
    }

    /// <summary>The next heartbeat; other frames before it are lost.</summary>
    public async Task<WorkerHeartbeat> ReadHeartbeatAsync()
    {
        while (true)
        {
            while (_frames.TryDequeue(out var frame))
            {
                if (frame.Heartbeat is { } heartbeat)
                {
                    return heartbeat;
                }
            }
            await FillAsync().Within();
        }
    }

    /// <summary>Ends the stream in good order.</summary>
    public void End() => _ended.TrySetResult();

    /// <summary>Ends the stream with an error.</summary>
    public void Fail(StatusCode code) => _ended.TrySetException(new RpcException(new Status(code, "as the test wants it")));

    private async Task FillAsync()
    {
        if (!await _requests.MoveNext(_context.CancellationToken))
        {
            throw new IOException("the worker has ended the stream");
        }
        foreach (var frame in _requests.Current.Frames)
        {
            if (frame.KeepHistory is { } history)
            {
                Histories.Add(history);
            }
            else
            {
                _frames.Enqueue(frame);
            }
        }
    }
}
