namespace SocketIO.Sequencer;

/// <summary>A fault of the database file, told in one sentence for the operator.</summary>
public sealed class SequencerException : Exception
{
    /// <summary>Tells a fault; the message is the whole sentence that the operator gets.</summary>
    public SequencerException(SequencerFault kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>What kind of fault it is.</summary>
    public SequencerFault Kind { get; }
}
