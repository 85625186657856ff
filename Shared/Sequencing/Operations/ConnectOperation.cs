using System.Collections.Immutable;

namespace SocketIO.Sequencing;

/// <summary>A new session. Not a record: its private id must not show up in a text.</summary>
public sealed class ConnectOperation : IOperation
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The public id, and the name of the session's own room.</summary>
    public required string Sid { get; init; }

    /// <summary>What the client shows when it comes back; empty when it cannot.</summary>
    public string Pid { get; init; } = "";

    /// <summary>Whose session it is; may be empty.</summary>
    public string Person { get; init; } = "";

    /// <summary>Its data, as JSON values.</summary>
    public ImmutableDictionary<string, ReadOnlyMemory<byte>> Data { get; init; } =
        ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty;

    /// <summary>The rooms that it begins in, beside its own.</summary>
    public ImmutableArray<string> Rooms { get; init; } = [];

    /// <summary>How long it may be away; zero: it ends with its connection.</summary>
    public TimeSpan Window { get; init; }

    /// <inheritdoc/>
    public int Size => Sizes.Of(Namespace) + Sizes.Of(Sid) + Sizes.Of(Pid) + Sizes.Of(Person) + Sizes.Of(Rooms) + Sizes.Of(Data);
}
