namespace SocketIO.Sequencer.Entries;

/// <summary>
/// The newest batches in memory and the bounds of the log. Written by the committing thread, read by any: what a reader
/// sees of the bounds and of the batches always belongs together.
/// </summary>
internal sealed class LogTail(long maxBytes, long firstNumber, long lastNumber, long lastDurableId)
{
    public enum Answer
    {
        /// <summary>The entries, if there are any, were added.</summary>
        Read,

        /// <summary>The memory does not reach back that far.</summary>
        Older,

        /// <summary>The log has never been that far.</summary>
        Unknown,
    }

    private readonly Lock _lock = new();
    private LogBatch[] _ring = new LogBatch[64];
    private int _head;
    private int _count;
    private long _bytes;
    private long _first = firstNumber;
    private long _last = lastNumber;
    private long _lastDurableId = lastDurableId;

    public long FirstNumber => Volatile.Read(ref _first);

    public long LastNumber => Volatile.Read(ref _last);

    public long LastDurableId => Volatile.Read(ref _lastDurableId);

    public void Append(LogBatch? batch, long lastDurableId)
    {
        lock (_lock)
        {
            Volatile.Write(ref _lastDurableId, lastDurableId);
            if (batch is null)
            {
                return;
            }
            if (FirstNumber > LastNumber)
            {
                Volatile.Write(ref _first, batch.First);
            }
            Volatile.Write(ref _last, batch.Last);
            Push(batch);
            while (_bytes > maxBytes && _count > 1)
            {
                DropOldest();
            }
        }
    }

    /// <summary>The file was trimmed: its oldest number is now <paramref name="firstNumber"/>.</summary>
    public void Trimmed(long firstNumber)
    {
        lock (_lock)
        {
            Volatile.Write(ref _first, firstNumber);
            while (_count > 0 && At(0).Last < firstNumber)
            {
                DropOldest();
            }
        }
    }

    public Answer Read(long number, EntrySink sink)
    {
        lock (_lock)
        {
            if (number >= LastNumber)
            {
                return number == LastNumber ? Answer.Read : Answer.Unknown;
            }
            if (_count == 0 || number < At(0).First - 1)
            {
                return Answer.Older;
            }
            for (var i = Find(number + 1); i < _count && sink.Add(At(i).Entries); i++)
            {
            }
            return Answer.Read;
        }
    }

    // The batches have no gaps between them, so the first one that ends at the number or later holds it.
    private int Find(long number)
    {
        int low = 0, high = _count - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (At(middle).Last < number)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    private LogBatch At(int index) => _ring[(_head + index) % _ring.Length];

    private void Push(LogBatch batch)
    {
        if (_count == _ring.Length)
        {
            var larger = new LogBatch[_ring.Length * 2];
            for (var i = 0; i < _count; i++)
            {
                larger[i] = At(i);
            }
            _ring = larger;
            _head = 0;
        }
        _ring[(_head + _count++) % _ring.Length] = batch;
        _bytes += batch.MemorySize;
    }

    private void DropOldest()
    {
        _bytes -= At(0).MemorySize;
        _ring[_head] = null!;
        _head = (_head + 1) % _ring.Length;
        _count--;
    }
}
