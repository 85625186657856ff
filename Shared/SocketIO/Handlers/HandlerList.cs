namespace SocketIO.Handlers;

/// <summary>Handlers in their order. Whoever enumerates it sees it as it was then.</summary>
/// <typeparam name="T">How a handler is run.</typeparam>
internal sealed class HandlerList<T>
    where T : Delegate
{
    private volatile Entry[] _entries = [];

    public bool IsEmpty => _entries.Length == 0;

    /// <summary>The handlers as they were given.</summary>
    public Delegate[] Originals => Array.ConvertAll(_entries, entry => entry.Original);

    public Entry[] Snapshot => _entries;

    public void Add(T run, Delegate? original = null) => Change(present => [.. present, new Entry(original ?? run, run)]);

    public void Prepend(T run, Delegate? original = null) => Change(present => [new Entry(original ?? run, run), .. present]);

    /// <summary>Removes a handler; of one that was added several times, the first.</summary>
    public void Remove(Delegate original) => Change(present =>
    {
        var index = Array.FindIndex(present, entry => entry.Original == original);
        return index < 0 ? present : [.. present[..index], .. present[(index + 1)..]];
    });

    public void Clear() => _entries = [];

    // Every socket has several of these: without a lock of their own.
    private void Change(Func<Entry[], Entry[]> change)
    {
        Entry[] present;
        do
        {
            present = _entries;
        }
        while (Interlocked.CompareExchange(ref _entries, change(present), present) != present);
    }

    internal readonly record struct Entry(Delegate Original, T Run);
}
