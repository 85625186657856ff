namespace SocketIO;

/// <summary>The other side did not acknowledge an event in time.</summary>
public sealed class AckTimeoutException : TimeoutException
{
    /// <summary>Uses the reference's text.</summary>
    public AckTimeoutException()
        : this("operation has timed out")
    {
    }

    /// <summary>Uses a text of one's own.</summary>
    public AckTimeoutException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="AckTimeoutException(string)"/>
    public AckTimeoutException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
