namespace SocketIO.Broadcasting;

/// <summary>
/// An event has reached this worker's sockets, and not those of the other workers: the primary is away, or was lost
/// before it had the event.
/// </summary>
public sealed class RelayException : IOException
{
    /// <summary>Says that the primary does not have it.</summary>
    public RelayException()
        : this("the event reached this worker's sockets only: the primary is away, or does not take what is sent to it")
    {
    }

    /// <summary>Uses a text of one's own.</summary>
    public RelayException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="RelayException(string)"/>
    public RelayException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
