using System.Collections.Immutable;

namespace SocketIO.Sequencing;

/// <summary>A change of all sessions that a target meant.</summary>
/// <param name="Change">What was asked for.</param>
/// <param name="Sessions">Whom it concerned, connected or away.</param>
public sealed record TargetChanged(TargetOperation Change, ImmutableArray<SessionReference> Sessions) : LogEvent(Change.Namespace)
{
    /// <inheritdoc/>
    public override int Size { get; } = Change.Size + Sizes.Of(Sessions);
}
