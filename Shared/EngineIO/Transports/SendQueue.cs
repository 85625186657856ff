using System.Buffers;

namespace EngineIO.Transports;

/// <summary>What waits to be sent, in order. Not synchronised; holds no memory while empty.</summary>
internal struct SendQueue
{
    /// <summary>What a waiting message costs beside its bytes; without it a flood of tiny ones would hardly count.</summary>
    private const int Overhead = 128;

    private OutboundMessage[]? _items;
    private int _count;
    private long _bytes;

    public readonly bool IsEmpty => _count == 0;

    public readonly long Bytes => _bytes;

    /// <summary>
    /// Adds a group unless the queue would grow beyond a limit, together with what is being written. A group alone may be
    /// larger than the limit.
    /// </summary>
    public bool TryAdd(ReadOnlySpan<OutboundMessage> group, long writing, long limit)
    {
        var waiting = _bytes + writing + ((long)_count * Overhead);
        var added = 0L;
        foreach (var message in group)
        {
            added += message.Size + Overhead;
        }
        if (waiting > 0 && waiting + added > limit)
        {
            return false;
        }
        Add(group);
        return true;
    }

    public void Add(ReadOnlySpan<OutboundMessage> group)
    {
        Reserve(_count + group.Length);
        group.CopyTo(_items.AsSpan(_count));
        _count += group.Length;
        foreach (var message in group)
        {
            _bytes += message.Size;
        }
    }

    /// <summary>Empties the queue into a batch, which has to be returned.</summary>
    public SendBatch TakeAll()
    {
        var batch = new SendBatch(_items, _count, _bytes);
        this = default;
        return batch;
    }

    public void Clear() => TakeAll().Return();

    private void Reserve(int count)
    {
        if (_items is not null && count <= _items.Length)
        {
            return;
        }
        var larger = ArrayPool<OutboundMessage>.Shared.Rent(Math.Max(count, _count * 2));
        if (_items is not null)
        {
            Array.Copy(_items, larger, _count);
            ArrayPool<OutboundMessage>.Shared.Return(_items, clearArray: true);
        }
        _items = larger;
    }
}

/// <summary>Messages taken out of a <see cref="SendQueue"/>.</summary>
internal readonly struct SendBatch(OutboundMessage[]? items, int count, long bytes)
{
    public long Bytes => bytes;

    public ReadOnlySpan<OutboundMessage> Messages => items.AsSpan(0, count);

    public int Count => count;

    public OutboundMessage this[int index] => items![index];

    public void Return()
    {
        if (items is not null)
        {
            ArrayPool<OutboundMessage>.Shared.Return(items, clearArray: true);
        }
    }
}
