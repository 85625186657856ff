using EventLog.Events;

namespace EventLog.Operations;

/// <summary>An instance is gone for good.</summary>
/// <param name="Instance">The instance.</param>
internal sealed record WorkerGoneOperation(string Instance) : IOperation
{
    public int Size => Sizes.Of(Instance);
}

/// <summary>Ends the sessions whose windows are over, and the oldest of those that are too many.</summary>
internal sealed record ExpireOperation : IOperation
{
    public int Size => 0;
}
