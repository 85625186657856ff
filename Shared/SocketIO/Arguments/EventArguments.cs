using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace SocketIO;

/// <summary>The arguments of a received event or acknowledgement, in order.</summary>
public sealed class EventArguments : IReadOnlyList<EventArgument>
{
    private readonly EventArgument[] _arguments;

    internal EventArguments(EventArgument[] arguments) => _arguments = arguments;

    /// <summary>For a parser: the arguments of a received packet.</summary>
    public static EventArguments Create(params ReadOnlySpan<EventArgument> arguments) =>
        arguments.IsEmpty ? Empty : new(arguments.ToArray());

    /// <summary>No arguments.</summary>
    public static EventArguments Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _arguments.Length;

    /// <inheritdoc/>
    public EventArgument this[int index] => _arguments[index];

    /// <summary>
    /// The argument at <paramref name="index"/> as <typeparamref name="T"/>. A nullable value type, an
    /// <see cref="Optional{T}"/> and an <see cref="EventArgument"/> may be missing or null.
    /// </summary>
    /// <exception cref="EventArgumentException">The argument is missing, null, or of another type.</exception>
    public T Get<T>(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (typeof(T) == typeof(EventArgument))
        {
            return (T)(object)(index < _arguments.Length ? _arguments[index] : default);
        }
        if (default(T) is IOptionalArgument optional)
        {
            return (T)optional.Read(this, index);
        }
        if (IsMissing(index) && typeof(T).IsValueType && default(T) is null)
        {
            return default!;
        }
        if (index >= _arguments.Length)
        {
            throw new EventArgumentException($"argument {index + 1} is missing");
        }
        return _arguments[index].TryGet<T>(out var value)
            ? value
            : throw new EventArgumentException($"argument {index + 1} is not of type {(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)).Name}");
    }

    /// <summary>The argument at <paramref name="index"/> as <typeparamref name="T"/>, if it is there and of that type.</summary>
    public bool TryGet<T>(int index, [NotNullWhen(true)] out T? value)
    {
        value = default;
        return index >= 0 && index < _arguments.Length && _arguments[index].TryGet(out value);
    }

    /// <summary>All arguments as they came, to be passed on by an emit or an acknowledgement.</summary>
    public ArgumentList ToRaw() => new(Array.ConvertAll(_arguments, static argument => (object?)argument));

    /// <inheritdoc/>
    public IEnumerator<EventArgument> GetEnumerator() => ((IEnumerable<EventArgument>)_arguments).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether there is no argument at that place, or <c>null</c>.</summary>
    internal bool IsMissing(int index) => index >= _arguments.Length || _arguments[index].IsNull;
}
