namespace SocketIO;

/// <summary>Too much is held back while the log cannot be reached.</summary>
public sealed class SequencerFullException : InvalidOperationException
{
    /// <summary>Makes the exception.</summary>
    public SequencerFullException()
        : base("too much waits for the log, which cannot be reached; await EmitAsync instead of Emit to wait for room")
    {
    }
}
