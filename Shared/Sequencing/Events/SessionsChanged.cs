using System.Collections.Immutable;

namespace SocketIO.Sequencing;

/// <summary>Windows are over, or an instance is gone.</summary>
/// <param name="Kind"><see cref="SessionChangeKind.Expired"/> or <see cref="SessionChangeKind.WorkerGone"/>.</param>
/// <param name="Instance">The instance that is gone; else empty.</param>
/// <param name="Sessions">Whom it concerns.</param>
public sealed record SessionsChanged(SessionChangeKind Kind, string Instance, ImmutableArray<SessionReference> Sessions) : LogEvent("")
{
    /// <inheritdoc/>
    public override int Size { get; } = Sizes.Of(Instance) + Sizes.Of(Sessions);
}
