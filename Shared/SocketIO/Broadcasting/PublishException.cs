namespace SocketIO;

/// <summary>
/// An event has reached this worker's sockets, and not those of the other workers: the primary is away, or was lost
/// before it had the event.
/// </summary>
public sealed class PublishException : IOException
{
    /// <summary>Says that the primary does not have it.</summary>
    public PublishException()
        : this("the event reached this worker's sockets only: the primary is away, or does not take what is sent to it")
    {
    }

    /// <summary>Uses a text of one's own.</summary>
    public PublishException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="PublishException(string)"/>
    public PublishException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
