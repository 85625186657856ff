namespace SocketIO.Sequencer.Submissions;

/// <summary>An instance is gone for good.</summary>
/// <param name="Instance">The instance.</param>
internal sealed record WorkerGoneOperation(string Instance) : IOperation
{
    public int Size => Sizes.Of(Instance);
}

/// <summary>Says how a history is kept. The last word counts.</summary>
/// <param name="Policy">What is said.</param>
internal sealed record KeepHistoryOperation(HistoryPolicy Policy) : IOperation
{
    public int Size => Policy.Size;
}

/// <summary>Ends the sessions whose windows are over, and the oldest of those that are too many.</summary>
internal sealed record ExpireOperation : IOperation
{
    public int Size => 0;
}
