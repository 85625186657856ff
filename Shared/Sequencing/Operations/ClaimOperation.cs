namespace SocketIO.Sequencing;

/// <summary>Takes a session over, from its window or from a connection that is half-open. Not a record: its private id
/// must not show up in a text.</summary>
/// <param name="namespace">The namespace.</param>
/// <param name="pid">The session's private id.</param>
/// <param name="epoch">The life of the log that the client's offset belongs to; empty when it has none.</param>
/// <param name="number">The number of the client's offset.</param>
public sealed class ClaimOperation(string @namespace, string pid, string epoch = "", long number = 0) : IOperation
{
    /// <summary>The namespace.</summary>
    public string Namespace { get; } = @namespace;

    /// <summary>The session's private id.</summary>
    public string Pid { get; } = pid;

    /// <summary>The life of the log that the client's offset belongs to; empty when it has none.</summary>
    public string Epoch { get; } = epoch;

    /// <summary>The number of the client's offset.</summary>
    public long Number { get; } = number;

    /// <inheritdoc/>
    public int Size => Sizes.Of(Namespace) + Sizes.Of(Pid) + Sizes.Of(Epoch);
}
