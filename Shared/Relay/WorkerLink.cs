using System.Threading.Channels;
using Cluster.Protos;
using SocketIO.Sequencer;
using SocketIO.Sequencing;

namespace Cluster.Relay;

/// <summary>
/// One attached worker. What it gets is a cursor into the log, and a queue of frames that are not in the log; a frame
/// leaves after every event that was committed before the frame was put in.
/// </summary>
internal sealed class WorkerLink
{
    private const int BatchBytes = 256 * 1024;
    private const int BatchFrames = 256;

    private readonly SequencedLog _log;
    private readonly WrittenEvents _written;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop;
    private readonly FrameQueue _frames = new();
    private readonly List<LogEntry> _entries = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _cursor;
    private long _lastSeen;
    private volatile bool _blocked;
    private volatile bool _overfull;

    internal WorkerLink(Hello hello, SequencedLog log, WrittenEvents written, TimeProvider time, CancellationTokenSource stop)
    {
        (Hello, _log, _written, _time, _stop) = (hello, log, written, time, stop);
        _lastSeen = time.GetTimestamp();
    }

    /// <summary>Who the worker is.</summary>
    public Hello Hello { get; }

    /// <summary>The random id of its process.</summary>
    public string Instance => Hello.Instance;

    /// <summary>Which worker of the cluster it is.</summary>
    public int Index => Hello.Index;

    /// <summary>Every event up to this number that concerns the worker has been put on the stream.</summary>
    public long Cursor => Volatile.Read(ref _cursor);

    /// <summary>Whether it was cut because the worker did not take what was queued for it.</summary>
    internal bool IsOverfull => _overfull;

    /// <summary>How long nothing has come from the worker; nothing can come while the primary itself does not read.</summary>
    public TimeSpan Silence => _blocked ? TimeSpan.Zero : _time.GetElapsedTime(Interlocked.Read(ref _lastSeen));

    /// <summary>Something has come from the worker.</summary>
    public void Seen() => Interlocked.Exchange(ref _lastSeen, _time.GetTimestamp());

    /// <summary>Ends the stream; one that has ended by itself stays as it is.</summary>
    public void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Whoever calls found the link in a list that was true a moment ago.
        }
    }

    /// <summary>Queues a frame. It never waits; a worker that does not take its frames is cut off.</summary>
    public void Send(PrimaryFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Add(new QueuedFrame(_log.LastNumber, frame, null, frame.CalculateSize()));
    }

    /// <summary>Queues a question for missed events; it is answered at its turn.</summary>
    internal void Ask(ReadMissed question) => Add(new QueuedFrame(_log.LastNumber, null, question, 0));

    /// <summary>Queues who is there, exactly where it is true; before anything else is queued.</summary>
    internal void SendPresence(PresenceSnapshot snapshot)
    {
        var frame = new PrimaryFrame { Presence = EventCodec.Write(snapshot) };
        Add(new QueuedFrame(snapshot.Number, frame, null, frame.CalculateSize()));
    }

    /// <summary>Marks the time in which the primary does not read, because the log is slow.</summary>
    internal async ValueTask BlockAsync(ValueTask work)
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

    /// <summary>Where the stream begins: what the worker has applied, or the log's end for a new one.</summary>
    internal void StartAt(long number) => Volatile.Write(ref _cursor, number);

    /// <summary>Says that there may be something to write.</summary>
    internal void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Writes until the stream ends; the only writer on it.</summary>
    /// <exception cref="LinkException">The log no longer reaches back to what the worker has.</exception>
    internal async Task PumpAsync(Func<PrimaryBatch, CancellationToken, Task> write, CancellationToken cancellation)
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
                await write(batch, cancellation).ConfigureAwait(false);
            }
        }
    }

    private PrimaryBatch NextBatch()
    {
        var batch = new PrimaryBatch();
        var bytes = 0;
        while (bytes < BatchBytes && batch.Frames.Count < BatchFrames)
        {
            var waiting = _frames.TryPeek(out var next);
            var end = waiting ? next.After : _log.LastNumber;
            if (Cursor < end)
            {
                bytes += AddEvents(batch, end, BatchBytes - bytes);
            }
            else if (waiting)
            {
                _frames.Take();
                // At its turn, and while the cursor stands still: so it is known what comes before it and what behind.
                var frame = next.Frame ?? Answer(next.Question!);
                batch.Frames.Add(frame);
                bytes += next.Frame is null ? frame.CalculateSize() : next.Size;
            }
            else
            {
                break;
            }
        }
        batch.CompleteTo = Cursor;
        return batch;
    }

    private int AddEvents(PrimaryBatch batch, long end, int maxBytes)
    {
        _entries.Clear();
        if (!_log.TryReadAfter(Cursor, end, maxBytes, _entries))
        {
            throw new LinkException(LinkFault.LogTooShort, $"the log does not reach back to event {Cursor}");
        }
        if (_entries.Count == 0)
        {
            // After a primary's sudden end numbering goes on beyond what was reserved: these numbers have no events.
            Volatile.Write(ref _cursor, end);
        }
        var bytes = 0;
        foreach (var entry in _entries)
        {
            if (_log.Concerns(Instance, entry))
            {
                batch.Frames.Add(Written(entry));
                bytes += entry.Event.Size;
            }
            Volatile.Write(ref _cursor, entry.Number);
        }
        return bytes;
    }

    // Of a session's change, not all is for every worker.
    private PrimaryFrame Written(in LogEntry entry) => entry.Event is SessionChanged change
        ? WrittenEvents.Write(entry with { Event = change.SeenBy(Instance) })
        : _written.Get(entry);

    private PrimaryFrame Answer(ReadMissed question)
    {
        var page = _log.ReadMissed(Instance, OperationCodec.Read(question.Session), question.After, Cursor, question.MaxBytes);
        return new PrimaryFrame { Missed = EventCodec.Write(question.Session, page) };
    }

    private void Add(QueuedFrame frame)
    {
        if (!_frames.TryAdd(frame))
        {
            _overfull = true;
            Stop();
        }
        Wake();
    }
}
