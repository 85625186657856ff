namespace SocketIO.Events;

/// <summary>Handlers in their order. Whoever enumerates it sees it as it was then.</summary>
/// <typeparam name="T">How a handler is run.</typeparam>
internal sealed class HandlerList<T>
    where T : Delegate
{
    private readonly Lock _lock = new();
    private volatile Entry[] _entries = [];

    public bool IsEmpty => _entries.Length == 0;

    public Entry[] Snapshot => _entries;

    public void Add(T run, Delegate? original = null)
    {
        lock (_lock)
        {
            _entries = [.. _entries, new Entry(original ?? run, run)];
        }
    }

    public void Prepend(T run, Delegate? original = null)
    {
        lock (_lock)
        {
            _entries = [new Entry(original ?? run, run), .. _entries];
        }
    }

    /// <summary>Removes a handler; of one that was added several times, the first.</summary>
    public void Remove(Delegate original)
    {
        lock (_lock)
        {
            var index = Array.FindIndex(_entries, entry => entry.Original == original);
            if (index >= 0)
            {
                _entries = [.. _entries[..index], .. _entries[(index + 1)..]];
            }
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries = [];
        }
    }

    internal readonly record struct Entry(Delegate Original, T Run);
}
