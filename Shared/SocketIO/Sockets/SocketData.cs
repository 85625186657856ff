using System.Collections.Concurrent;

namespace SocketIO.Sockets;

/// <summary>A socket's own bag of values, for the application; safe to use from any thread.</summary>
public sealed class SocketData
{
    private readonly ConcurrentDictionary<string, object?> _values = new(StringComparer.Ordinal);

    /// <summary>The names that have a value.</summary>
    public ICollection<string> Keys => _values.Keys;

    /// <summary>The value under <paramref name="key"/>; <see langword="null"/> when there is none.</summary>
    public object? this[string key]
    {
        get => _values.GetValueOrDefault(key);
        set => _values[key] = value;
    }

    /// <summary>The value under <paramref name="key"/> if it has that type, else <see langword="default"/>.</summary>
    public T? Get<T>(string key) => _values.TryGetValue(key, out var value) && value is T typed ? typed : default;
}
