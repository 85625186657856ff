using System.Threading.Channels;
using Cluster.Protos;
using EventLog;
using Google.Protobuf;
using Grpc.Core;

namespace Primary.Relay;

/// <summary>
/// One attached worker. What it gets is a cursor into the log, and a queue of frames that are not in the log; a frame
/// leaves after every event that was committed before the frame was put in.
/// </summary>
internal sealed class WorkerLink(Hello hello, SequencedLog log, TimeProvider time, CancellationTokenSource stop)
{
    private const int BatchBytes = 256 * 1024;
    private const int BatchFrames = 256;

    /// <summary>A worker that takes nothing while so much piles up is as good as hung.</summary>
    private const long MaxQueuedBytes = 64 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Queue<Queued> _frames = new();
    private readonly List<LogEntry> _entries = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _queuedBytes;
    private long _lastSeen = time.GetTimestamp();
    private volatile bool _blocked;

    /// <summary>Who the worker is.</summary>
    public Hello Hello { get; } = hello;

    public string Instance => Hello.Instance;

    public int Index => Hello.Index;

    /// <summary>The number of the last event put on the stream.</summary>
    public long Cursor { get; private set; }

    /// <summary>How long nothing has come from the worker; nothing can come while the primary itself does not read.</summary>
    public TimeSpan Silence => _blocked ? TimeSpan.Zero : time.GetElapsedTime(Interlocked.Read(ref _lastSeen));

    public void Seen() => Interlocked.Exchange(ref _lastSeen, time.GetTimestamp());

    /// <summary>Marks the time in which the primary does not read, because the log is slow.</summary>
    public async ValueTask BlockAsync(ValueTask work)
    {
        if (work.IsCompletedSuccessfully)
        {
            return;
        }
        _blocked = true;
        try
        {
            await work.ConfigureAwait(false);
        }
        finally
        {
            Seen();
            _blocked = false;
        }
    }

    /// <summary>Ends the stream; one that has ended by itself stays as it is.</summary>
    public void Stop()
    {
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Whoever calls found the link in a list that was true a moment ago.
        }
    }

    /// <summary>Where the stream begins: what the worker has applied, or the log's end for a new one.</summary>
    public void StartAt(long number) => Cursor = number;

    /// <summary>Queues a frame. It never waits; a worker that does not take its frames is cut off.</summary>
    public void Send(PrimaryFrame frame)
    {
        var size = frame.CalculateSize();
        bool full;
        lock (_lock)
        {
            _frames.Enqueue(new Queued(log.LastNumber, frame, size));
            _queuedBytes += size;
            full = _queuedBytes > MaxQueuedBytes;
        }
        if (full)
        {
            Stop();
        }
        Wake();
    }

    /// <summary>Says that there may be something to write.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Writes until the stream ends; the only writer on it.</summary>
    /// <exception cref="RpcException">The log no longer reaches back to what the worker has.</exception>
    public async Task PumpAsync(IAsyncStreamWriter<PrimaryBatch> stream, CancellationToken cancellation)
    {
        while (await _wake.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
        {
            _wake.Reader.TryRead(out _);
            while (true)
            {
                var batch = NextBatch();
                if (batch.Frames.Count == 0)
                {
                    break;
                }
                await stream.WriteAsync(batch, cancellation).ConfigureAwait(false);
            }
        }
    }

    private PrimaryBatch NextBatch()
    {
        var batch = new PrimaryBatch();
        var bytes = 0;
        while (bytes < BatchBytes && batch.Frames.Count < BatchFrames)
        {
            var waiting = TryPeek(out var next);
            if (Cursor < (waiting ? next.After : log.LastNumber))
            {
                bytes += AddEvents(batch, BatchBytes - bytes);
            }
            else if (waiting)
            {
                batch.Frames.Add(Take(next));
                bytes += next.Size;
            }
            else
            {
                break;
            }
        }
        return batch;
    }

    private int AddEvents(PrimaryBatch batch, int maxBytes)
    {
        _entries.Clear();
        var head = log.LastNumber;
        if (!log.TryReadAfter(Cursor, maxBytes, _entries))
        {
            throw new RpcException(new Status(StatusCode.DataLoss, $"the log does not reach back to event {Cursor}"));
        }
        if (_entries.Count == 0)
        {
            // After a primary's sudden end numbering goes on beyond what was reserved: these numbers have no events.
            Cursor = head;
        }
        var bytes = 0;
        foreach (var entry in _entries)
        {
            batch.Frames.Add(new PrimaryFrame
            {
                Event = new Event
                {
                    Number = entry.Number,
                    Instance = entry.Instance,
                    Sequence = entry.Sequence,
                    DurableId = entry.DurableId,
                    Body = UnsafeByteOperations.UnsafeWrap(entry.Payload),
                },
            });
            bytes += entry.Payload.Length;
            Cursor = entry.Number;
        }
        return bytes;
    }

    private bool TryPeek(out Queued next)
    {
        lock (_lock)
        {
            return _frames.TryPeek(out next);
        }
    }

    private PrimaryFrame Take(in Queued next)
    {
        lock (_lock)
        {
            _frames.Dequeue();
            _queuedBytes -= next.Size;
        }
        return next.Frame;
    }

    private readonly record struct Queued(long After, PrimaryFrame Frame, int Size);
}
