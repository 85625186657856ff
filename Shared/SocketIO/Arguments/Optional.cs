namespace SocketIO;

/// <summary>
/// An argument that a client may leave out or send as <c>null</c>, as a parameter of a handler. One of another type is
/// refused all the same.
/// </summary>
/// <typeparam name="T">The argument's type.</typeparam>
public readonly record struct Optional<T> : IOptionalArgument
{
    private readonly T? _value;

    /// <summary>An argument that is there.</summary>
    public Optional(T value)
    {
        _value = value;
        HasValue = true;
    }

    /// <summary>Whether the argument is there.</summary>
    public bool HasValue { get; }

    /// <summary>The argument.</summary>
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    public T Value => HasValue ? _value! : throw new InvalidOperationException("the argument is missing");

    /// <summary>The argument, or <paramref name="fallback"/> if it is not there.</summary>
    public T Or(T fallback) => HasValue ? _value! : fallback;

    object IOptionalArgument.Read(EventArguments arguments, int index) =>
        arguments.IsMissing(index) ? this : new Optional<T>(arguments.Get<T>(index));
}

/// <summary>A type of parameter that reads its argument itself, and may do without.</summary>
internal interface IOptionalArgument
{
    /// <summary>The argument as a value of the implementing type.</summary>
    object Read(EventArguments arguments, int index);
}
