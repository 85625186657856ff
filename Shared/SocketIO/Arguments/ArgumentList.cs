namespace SocketIO;

/// <summary>
/// The arguments of one event or acknowledgement, for whoever has them in a list: each item is an argument of its own. The
/// emitting methods that take values make one themselves, and there a list is one argument. <see langword="default"/> is the one
/// argument <see langword="null"/>, as which it reads in <c>Emit("name", default)</c>.
/// </summary>
public readonly struct ArgumentList
{
    // Not enumerable: a collection expression in an emit, [], would be all the arguments instead of one.
    private static readonly object?[] Null = [null];

    private readonly object?[]? _values;

    /// <summary>Takes the array over.</summary>
    /// <exception cref="ArgumentException">One of them cannot be an argument.</exception>
    internal ArgumentList(object?[] values)
    {
        if (values is [.., CancellationToken cancellation])
        {
            Cancellation = cancellation;
            values = values[..^1];
        }
        foreach (var value in values)
        {
            if (value is CancellationToken or ArgumentList)
            {
                throw new ArgumentException(value is CancellationToken
                    ? "a CancellationToken is no data: it cancels as the last argument only"
                    : "an ArgumentList stands for all the arguments: it cannot be one of them");
            }
        }
        _values = values;
    }

    /// <summary>Makes each item of a sequence an argument; a <see cref="CancellationToken"/> at its end cancels.</summary>
    /// <exception cref="ArgumentException">A <see cref="CancellationToken"/> stands elsewhere.</exception>
    public static ArgumentList From(IEnumerable<object?> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return new([.. arguments]);
    }

    /// <summary>No arguments.</summary>
    public static ArgumentList Empty { get; } = new([]);

    /// <summary>What a handler returned.</summary>
    internal static ArgumentList Of(object? answer) => answer is ArgumentList list ? list : new([answer]);

    /// <summary>The arguments, each an item.</summary>
    public IReadOnlyList<object?> Items => Values;

    /// <summary>What stood at the end to cancel by; it is no argument.</summary>
    public CancellationToken Cancellation { get; }

    internal object?[] Values => _values ?? Null;
}
