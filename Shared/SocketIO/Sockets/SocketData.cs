using System.Text.Json;
using SocketIO.Arguments;
using SocketIO.Rooms;
using SocketIO.Sequencing;

namespace SocketIO;

/// <summary>
/// A socket's own bag of values, for the application; safe to use from any thread. In a namespace with connection state
/// recovery values are JSON: what is set is written at once, and what is read is a copy, so that it is the same before
/// and after a recovery. There they may have 63 KiB together.
/// </summary>
public sealed class SocketData
{
    /// <summary>Less than the log takes, which counts some bytes for each value, and values of the library's own.</summary>
    private const int MaxBytes = 63 * 1024;

    private const int BytesOfAValue = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);
    private readonly ArgumentSerializer? _json;
    private Action<string, ReadOnlyMemory<byte>>? _changed;

    internal SocketData(ArgumentSerializer? json = null) => _json = json;

    /// <summary>The names that have a value.</summary>
    public ICollection<string> Keys
    {
        get
        {
            lock (_lock)
            {
                return [.. _values.Keys.Where(key => !OwnNames.Is(key))];
            }
        }
    }

    /// <summary>
    /// The value under <paramref name="key"/>; <see langword="null"/> when there is none, and setting that removes it. With
    /// recovery a string, a <see cref="long"/>, a <see cref="double"/>, a <see cref="bool"/> or else a <see cref="JsonElement"/>.
    /// </summary>
    /// <exception cref="ArgumentException">With recovery: the value cannot be written as JSON, or there is too much.</exception>
    public object? this[string key]
    {
        get => Find(key) is var value && _json is null ? value : ToObject(value);
        set => Set(key, value);
    }

    /// <summary>The value under <paramref name="key"/> if it has that type, else <see langword="default"/>.</summary>
    public T? Get<T>(string key)
    {
        var value = Find(key);
        if (_json is null)
        {
            return value is T typed ? typed : default;
        }
        try
        {
            return value is byte[] json ? _json.Deserialize<T>(json, []) : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>Takes over the values of a session that goes on.</summary>
    internal void Restore(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> values)
    {
        lock (_lock)
        {
            foreach (var (key, json) in values)
            {
                _values[key] = json.ToArray();
            }
        }
    }

    /// <summary>Gives the values so far, and from now on every change.</summary>
    internal IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Follow(Action<string, ReadOnlyMemory<byte>> changed)
    {
        lock (_lock)
        {
            _changed = changed;
            return _values.ToDictionary(pair => pair.Key, pair => (ReadOnlyMemory<byte>)(byte[])pair.Value!, StringComparer.Ordinal);
        }
    }

    private object? Find(string key)
    {
        lock (_lock)
        {
            return _values.GetValueOrDefault(key);
        }
    }

    /// <summary>Sets a value of the library's own, with a bound of its own.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value; null removes it.</param>
    /// <param name="maxBytes">The bound.</param>
    /// <param name="evenIfSame">Whether it is said again when it is there already.</param>
    /// <exception cref="ArgumentException">It is too much, or cannot be written as JSON.</exception>
    internal void SetOwn(string key, object? value, int maxBytes, bool evenIfSame)
    {
        var stored = _json is null || value is null ? value : Write(key, value);
        if (stored is byte[] json && json.Length > maxBytes)
        {
            throw new ArgumentException($"this may have {maxBytes} bytes", nameof(value));
        }
        if (evenIfSame || !Has(key, stored))
        {
            Store(key, value, stored);
        }
    }

    private void Set(string key, object? value)
    {
        OwnNames.Refuse(key, nameof(key));
        Store(key, value, _json is null || value is null ? value : Write(key, value));
    }

    private void Store(string key, object? value, object? stored)
    {
        lock (_lock)
        {
            if (stored is byte[] json && _json is not null && !SharedNames.Is(key) && SizeWithout(key) + SizeOf(key, json) > MaxBytes)
            {
                throw new ArgumentException(
                    $"with connection state recovery the data of a socket may have {MaxBytes} bytes together, and \"{key}\" makes it more. What only this process needs has its place in Items.",
                    nameof(value));
            }
            // In the lock: the log gets the changes in the order in which they were made. First, since it may refuse.
            _changed?.Invoke(key, stored as byte[] ?? default);
            if (stored is null)
            {
                _values.Remove(key);
            }
            else
            {
                _values[key] = stored;
            }
        }
    }

    private bool Has(string key, object? stored)
    {
        lock (_lock)
        {
            return _values.GetValueOrDefault(key) is byte[] known ? stored is byte[] json && json.AsSpan().SequenceEqual(known) : stored is null;
        }
    }

    // What is said of the person has a bound of its own, and may have come from another of its sessions.
    private int SizeWithout(string key) =>
        _values.Sum(pair => pair.Key == key || SharedNames.Is(pair.Key) ? 0 : SizeOf(pair.Key, (byte[])pair.Value!));

    private static int SizeOf(string key, byte[] json) => System.Text.Encoding.UTF8.GetByteCount(key) + json.Length + BytesOfAValue;

    private byte[] Write(string key, object value)
    {
        try
        {
            return _json!.WithRoom((Data: this, Value: value), static call => call.Data.Write(call.Value))
                ?? throw Unwritable(key, value, "it has bytes in it, which JSON has not.");
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException or InvalidOperationException)
        {
            throw Unwritable(key, value, exception.Message, exception);
        }
    }

    private static ArgumentException Unwritable(string key, object value, string why, Exception? inner = null) => new(
        $"with connection state recovery the data of a socket is JSON, and \"{key}\", of type {value.GetType()}, cannot be: {why} What only this process needs has its place in Items.",
        nameof(value), inner);

    /// <summary>The value as JSON; <see langword="null"/> if it cannot do without attachments.</summary>
    private byte[]? Write(object value)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        var attachments = new List<ReadOnlyMemory<byte>>(0);
        using (var writer = new Utf8JsonWriter(buffer, _json!.WriterOptions))
        {
            _json.Serialize(writer, value, attachments);
        }
        return attachments.Count == 0 ? buffer.WrittenSpan.ToArray() : null;
    }

    private static object? ToObject(object? value)
    {
        if (value is not byte[] json)
        {
            return null;
        }
        var element = ArgumentSerializer.ParseElement(json);
        return element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Null => null,
            JsonValueKind.Number => element.TryGetInt64(out var number) ? number : element.GetDouble(),
            _ => element,
        };
    }
}
