using System.Collections.Immutable;
using EventLog.Operations;
using EventLog.Sessions;

namespace EventLog.Events;

/// <summary>A change of all sessions that a target meant.</summary>
/// <param name="Change">What was asked for.</param>
/// <param name="Sessions">Whom it concerned, connected or away.</param>
public sealed record TargetChanged(TargetOperation Change, ImmutableArray<SessionRef> Sessions) : LogEvent(Change.Namespace)
{
    /// <inheritdoc/>
    public override int Size { get; } = Change.Size + Sizes.Of(Sessions);
}
