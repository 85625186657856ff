using EngineIO.Packets;

namespace EngineIO.Transports;

/// <summary>A session's long-polling: what is sent waits here for the next GET. Knows nothing of HTTP.</summary>
internal sealed class PollingTransport(long maxQueueBytes, DrainSignal drain, Action completed) : ITransport
{
    private readonly Lock _gate = new();
    private SendQueue _queue;
    private long _writing;
    private Poll? _poll;
    private TaskCompletionSource? _polled;
    private State _state;
    private TaskCompletionSource? _posting;
    private Action? _onClose;

    private enum State
    {
        Open,

        /// <summary>The next poll gets what is queued, and the one after that the close packet.</summary>
        Closing,
        Closed,

        /// <summary>The session has been upgraded.</summary>
        Detached,
    }

    public EngineTransports Kind => EngineTransports.Polling;

    public bool IsWritable
    {
        get
        {
            lock (_gate)
            {
                return _state == State.Open && _poll is not null && _queue.IsEmpty;
            }
        }
    }

    public bool IsDrained => QueuedBytes == 0;

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

    /// <summary>Whether a GET still gets an answer.</summary>
    public bool IsServing
    {
        get
        {
            lock (_gate)
            {
                return _state is State.Open or State.Closing;
            }
        }
    }

    public SendResult Send(ReadOnlySpan<OutboundMessage> group)
    {
        lock (_gate)
        {
            if (_state != State.Open)
            {
                return _state == State.Detached ? SendResult.Detached : SendResult.Closed;
            }
            if (!_queue.TryAdd(group, _writing, maxQueueBytes))
            {
                _queue.Clear();
                return SendResult.Overflow;
            }
            if (!_queue.IsEmpty)
            {
                _poll?.Answer(PollResult.Packets);
            }
            return SendResult.Accepted;
        }
    }

    public void Close(CloseMode mode)
    {
        Action? onClose;
        lock (_gate)
        {
            if (_state is State.Closed or State.Detached || (_state == State.Closing && mode == CloseMode.Flush))
            {
                return;
            }
            onClose = _onClose;
            if (mode == CloseMode.Flush)
            {
                _state = State.Closing;
                _poll?.Answer(PollResult.Packets);
            }
            else
            {
                _state = State.Closed;
                _queue.Clear();
                _poll?.Answer(mode == CloseMode.ByPeer ? PollResult.Noop : PollResult.Close);
            }
        }
        onClose?.Invoke();
        if (mode != CloseMode.Flush)
        {
            completed();
        }
    }

    /// <summary>Has the POST that waits for its body told of the close; false if the transport is closed already.</summary>
    public bool OnClose(Action? handler)
    {
        lock (_gate)
        {
            _onClose = handler;
            return _state == State.Open;
        }
    }

    /// <summary>Begins a GET: its result is known at once if something is queued.</summary>
    public Poll BeginPoll()
    {
        var poll = new Poll();
        lock (_gate)
        {
            // The last poll of a session that was upgraded may not have left yet; that is no overlap.
            if (_poll is not null && _state != State.Detached)
            {
                poll.Answer(PollResult.Overlap);
                return poll;
            }
            switch (_state)
            {
                case State.Open when _queue.IsEmpty:
                    _poll = poll;
                    _polled?.TrySetResult();
                    break;
                case State.Open or State.Closing:
                    _poll = poll;
                    poll.Answer(PollResult.Packets);
                    break;
                default:
                    poll.Answer(_state == State.Closed ? PollResult.Close : PollResult.Noop);
                    break;
            }
        }
        return poll;
    }

    /// <summary>Completes when a poll is open.</summary>
    public Task WhenPolledAsync()
    {
        lock (_gate)
        {
            if (_poll is not null || _state != State.Open)
            {
                return Task.CompletedTask;
            }
            _polled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _polled.Task;
        }
    }

    /// <summary>
    /// Ends a GET that nobody answers any more; false if another result came first, or if the session no longer polls.
    /// </summary>
    public bool AbortPoll(Poll poll)
    {
        bool polls;
        lock (_gate)
        {
            if (_poll != poll)
            {
                return false;
            }
            _poll = null;
            polls = _state != State.Detached;
        }
        poll.Answer(PollResult.Aborted);
        return polls;
    }

    /// <summary>Ends a poll that was answered with <paramref name="result"/>: what it takes along, and the packet after that.</summary>
    public SendBatch TakeFor(Poll poll, PollResult result, out OutboundMessage? trailer)
    {
        SendBatch batch;
        bool closes;
        lock (_gate)
        {
            if (_poll == poll)
            {
                _poll = null;
            }
            batch = _queue.TakeAll();
            _writing += batch.Bytes;
            // Never in one payload with what comes before it: the JavaScript client heeds a close packet at once and
            // the messages beside it later, and so reports a lost connection instead of what it was told.
            closes = _state == State.Closing && batch.Count == 0;
            if (closes)
            {
                _state = State.Closed;
            }
            trailer = closes || (_state == State.Closed && result != PollResult.Noop) ? ControlPackets.Close
                : batch.Count == 0 ? ControlPackets.Noop : null;
        }
        if (closes)
        {
            completed();
        }
        return batch;
    }

    /// <summary>Packets taken have been written to their response.</summary>
    public void Written(long bytes)
    {
        bool drained;
        lock (_gate)
        {
            _writing -= bytes;
            drained = _writing == 0 && _queue.IsEmpty;
        }
        if (drained)
        {
            drain.Set();
        }
    }

    /// <summary>Answers an open poll that has nothing to carry, so that the client can change its transport.</summary>
    public void ReleasePoll()
    {
        lock (_gate)
        {
            if (_queue.IsEmpty && _state == State.Open)
            {
                _poll?.Answer(PollResult.Noop);
            }
        }
    }

    /// <summary>Begins a POST; false while another one is being handled, and after an upgrade.</summary>
    public bool TryBeginPost()
    {
        lock (_gate)
        {
            if (_posting is not null || _state == State.Detached)
            {
                return false;
            }
            _posting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }

    public void EndPost()
    {
        TaskCompletionSource? posting;
        lock (_gate)
        {
            posting = _posting;
            _posting = null;
        }
        posting?.TrySetResult();
    }

    /// <summary>
    /// Hands what is queued to another transport, for good. While a POST is being handled it cannot, lest the handler gets
    /// messages from two sides: <paramref name="retry"/> completes with the POST.
    /// </summary>
    public bool TryDetach(out SendBatch leftOver, out Task retry)
    {
        leftOver = default;
        retry = Task.CompletedTask;
        lock (_gate)
        {
            if (_posting is not null)
            {
                retry = _posting.Task;
                return false;
            }
            if (_state is State.Closed or State.Detached)
            {
                return false;
            }
            leftOver = _queue.TakeAll();
            _state = State.Detached;
            _poll?.Answer(PollResult.Noop);
            return true;
        }
    }
}
