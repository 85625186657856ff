using System.Buffers;

namespace EngineIO.Transports;

/// <summary>
/// The only writer of a WebSocket's stream. A frame for an idle stream is written in place by the sender; while a write is
/// pending frames are queued by reference, and one write takes as many of them as fit a chunk.
/// </summary>
internal sealed class FrameWriter(Stream stream, long maxQueueBytes, FrameForm? form = null)
{
    private const int ChunkSize = 32 * 1024;

    private readonly FrameForm _form = form ?? FrameForm.Plain;
    private readonly Lock _gate = new();
    private SendQueue _queue;
    private long _writing;
    private bool _busy;
    private bool _closed;
    private TaskCompletionSource? _idle;
    private DrainSignal? _drain;

    public bool IsWritable => !Volatile.Read(ref _busy) && !Volatile.Read(ref _closed);

    public bool IsDrained => !Volatile.Read(ref _busy);

    public long QueuedBytes
    {
        get
        {
            lock (_gate)
            {
                return _queue.Bytes + _writing;
            }
        }
    }

    /// <summary>Whom to tell when everything has been written.</summary>
    public void SignalTo(DrainSignal drain) => Volatile.Write(ref _drain, drain);

    public SendResult Send(ReadOnlySpan<OutboundMessage> group)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return SendResult.Closed;
            }
            // What was adopted may still wait for Start: nothing may pass it.
            if (_busy || !_queue.IsEmpty || group.Length != 1)
            {
                return Enqueue(group);
            }
            _busy = true;
            _writing = group[0].Size;
        }
        WriteInPlace(group[0]);
        return SendResult.Accepted;
    }

    /// <summary>Queues what another transport left over, ahead of everything else; <see cref="Start"/> sends it.</summary>
    public void Adopt(ReadOnlySpan<OutboundMessage> leftOver)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _queue.Add(leftOver);
            }
        }
    }

    /// <summary>Sends what was adopted.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_busy || _queue.IsEmpty)
            {
                return;
            }
            _busy = true;
        }
        StartDrain();
    }

    /// <summary>Sends a last frame, after what is queued or instead of it. Nothing is accepted afterwards.</summary>
    public void Close(OutboundMessage closeFrame, bool dropQueue)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }
            _closed = true;
            if (dropQueue)
            {
                _queue.Clear();
            }
            _queue.Add([closeFrame]);
            if (_busy)
            {
                return;
            }
            _busy = true;
        }
        StartDrain();
    }

    /// <summary>Drops everything; nothing is accepted afterwards.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _closed = true;
            _queue.Clear();
        }
    }

    /// <summary>Completes when no write is pending and nothing is queued.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            if (!_busy)
            {
                return Task.CompletedTask;
            }
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    private SendResult Enqueue(ReadOnlySpan<OutboundMessage> group)
    {
        if (!_queue.TryAdd(group, _writing, maxQueueBytes))
        {
            return SendResult.Overflow;
        }
        if (!_busy && group.Length > 0)
        {
            _busy = true;
            StartDrain();
        }
        return SendResult.Accepted;
    }

    private void WriteInPlace(OutboundMessage message)
    {
        ValueTask write;
        try
        {
            write = stream.WriteAsync(_form.Select(message));
            if (write.IsCompletedSuccessfully)
            {
                write.GetAwaiter().GetResult();
                if (!TryRelease())
                {
                    // A sender that serves many sockets must not be kept by the traffic of this one.
                    StartDrain();
                }
                return;
            }
        }
        catch (Exception)
        {
            Fail();
            return;
        }
        _ = DrainAsync(write);
    }

    private void StartDrain() =>
        ThreadPool.UnsafeQueueUserWorkItem(static writer => _ = writer.DrainAsync(default), this, preferLocal: false);

    private async Task DrainAsync(ValueTask pending)
    {
        try
        {
            await pending;
            while (!TryRelease())
            {
                var batch = Take();
                try
                {
                    await WriteAsync(batch);
                }
                finally
                {
                    batch.Return();
                }
            }
        }
        catch (Exception)
        {
            Fail();
        }
    }

    private async ValueTask WriteAsync(SendBatch batch)
    {
        if (batch.Count == 1)
        {
            await stream.WriteAsync(_form.Select(batch[0]));
            return;
        }
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            var used = 0;
            for (var i = 0; i < batch.Count; i++)
            {
                var frame = _form.Select(batch[i]);
                if (used + frame.Length > chunk.Length)
                {
                    used = await FlushAsync(chunk, used);
                }
                if (frame.Length > chunk.Length)
                {
                    await stream.WriteAsync(frame);
                    Written(frame.Length);
                    continue;
                }
                frame.CopyTo(chunk.AsMemory(used));
                used += frame.Length;
            }
            await FlushAsync(chunk, used);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private async ValueTask<int> FlushAsync(byte[] chunk, int used)
    {
        if (used > 0)
        {
            await stream.WriteAsync(chunk.AsMemory(0, used));
            Written(used);
        }
        return 0;
    }

    private void Written(int bytes)
    {
        lock (_gate)
        {
            // Counted by the plain frames, of which what was written may be another form.
            _writing = Math.Max(0, _writing - bytes);
        }
    }

    private SendBatch Take()
    {
        lock (_gate)
        {
            var batch = _queue.TakeAll();
            _writing = batch.Bytes;
            return batch;
        }
    }

    /// <summary>Gives the stream free if nothing is queued.</summary>
    private bool TryRelease()
    {
        TaskCompletionSource? idle;
        lock (_gate)
        {
            _writing = 0;
            if (!_queue.IsEmpty)
            {
                return false;
            }
            _busy = false;
            idle = _idle;
            _idle = null;
        }
        idle?.TrySetResult();
        Volatile.Read(ref _drain)?.Set();
        return true;
    }

    // Whatever a broken stream throws: the reader notices too and closes the session; a sender hears nothing.
    private void Fail()
    {
        Abandon();
        TryRelease();
    }
}
