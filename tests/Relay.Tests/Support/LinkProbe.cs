using System.Threading.Channels;
using Cluster.Protos;
using SocketIO.Sequencer;

namespace Cluster.Relay.Tests.Support;

/// <summary>A link whose stream a test reads in place of a worker, and may hold up.</summary>
internal sealed class LinkProbe : IDisposable
{
    private readonly Channel<PrimaryBatch> _written = Channel.CreateUnbounded<PrimaryBatch>();
    private readonly CancellationTokenSource _stop = new();

    public LinkProbe(SequencedLog log, int index = 0, string? instance = null, TimeProvider? time = null, int pid = 0)
    {
        var hello = new Hello { Index = index, Instance = instance ?? $"instance {index}", Pid = pid, Port = 3000 + index };
        Link = new WorkerLink(hello, log, new WrittenEvents(), time ?? TimeProvider.System, _stop);
        Link.StartAt(log.LastNumber);
    }

    public WorkerLink Link { get; }

    public bool IsStopped => _stop.IsCancellationRequested;

    /// <summary>Batches are written only while this is completed.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public Task Pumping { get; private set; } = Task.CompletedTask;

    public LinkProbe Pump()
    {
        Pumping = Link.PumpAsync(WriteAsync, _stop.Token);
        Link.Wake();
        return this;
    }

    public Task<PrimaryBatch> ReadBatchAsync() => _written.Reader.ReadAsync().Within();

    /// <summary>The next frames, however they are batched.</summary>
    public async Task<List<PrimaryFrame>> ReadAsync(int count)
    {
        var frames = new List<PrimaryFrame>();
        while (frames.Count < count)
        {
            frames.AddRange((await ReadBatchAsync()).Frames);
        }
        return frames;
    }

    /// <summary>Everything that was sent so far, as "event 1" or "receipt 7" and the like.</summary>
    public async Task<List<string>> DrainAsync()
    {
        const long end = long.MaxValue;
        Link.Send(Receipt(end));
        var frames = new List<string>();
        while (true)
        {
            foreach (var frame in (await ReadBatchAsync()).Frames)
            {
                if (frame.Receipt?.Id == end)
                {
                    return frames;
                }
                frames.Add(Describe(frame));
            }
        }
    }

    private async Task WriteAsync(PrimaryBatch message, CancellationToken cancellation)
    {
        await Gate.WaitAsync(cancellation);
        await _written.Writer.WriteAsync(message, cancellation);
    }

    public static PrimaryFrame Receipt(long id) => new() { Receipt = new Receipt { Id = id } };

    public static string Describe(PrimaryFrame frame) => frame.FrameCase switch
    {
        PrimaryFrame.FrameOneofCase.Event => $"event {frame.Event.Number}",
        PrimaryFrame.FrameOneofCase.Receipt => $"receipt {frame.Receipt.Id}",
        PrimaryFrame.FrameOneofCase.Members => $"members {frame.Members.Version}: {string.Join(' ', frame.Members.Members_.Select(member => member.Index))}",
        PrimaryFrame.FrameOneofCase.Answer => $"answer {frame.Answer.Sequence} {frame.Answer.Status} {frame.Answer.Number} {frame.Answer.DurableId}",
        PrimaryFrame.FrameOneofCase.Publish => $"publish {frame.Publish.Namespace}",
        PrimaryFrame.FrameOneofCase.Request => $"request {frame.Request.Id} of {frame.Request.Origin}",
        PrimaryFrame.FrameOneofCase.Routed => $"routed {frame.Routed.Id} to {string.Join(' ', frame.Routed.Instances)}",
        PrimaryFrame.FrameOneofCase.Response => $"response {frame.Response.Id} from {frame.Response.From}",
        var other => other.ToString(),
    };

    public void Dispose()
    {
        _stop.Cancel();
        Assert.That(() => Pumping.IsCompleted, Is.True.After(20_000, 5));
        _stop.Dispose();
    }
}
