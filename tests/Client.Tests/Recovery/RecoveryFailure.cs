namespace Client.Tests.Recovery;

/// <summary>What a server did instead of recovering, in few words: it appears in the table.</summary>
internal sealed class RecoveryFailure : Exception
{
    public RecoveryFailure(string message) : base(message)
    {
    }

    public RecoveryFailure(string message, Exception cause) : base(message, cause)
    {
    }

    public RecoveryFailure()
    {
    }
}
