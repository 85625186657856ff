using System.Collections.Immutable;

namespace SocketIO.Sequencing;

/// <summary>Changes every session that a target means, wherever it is, connected or away.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Target">Whom it means.</param>
/// <param name="Action">What is done to them.</param>
public sealed record TargetOperation(string Namespace, BroadcastTarget Target, TargetAction Action) : IOperation
{
    /// <summary>The rooms to join or to leave.</summary>
    public ImmutableArray<string> Rooms { get; init; } = [];

    /// <summary>Disconnect: close the connections, too.</summary>
    public bool Close { get; init; }

    /// <inheritdoc/>
    public int Size => Sizes.Of(Namespace) + Target.Size + Sizes.Of(Rooms);
}
