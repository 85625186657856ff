namespace SocketIO;

/// <summary>
/// Thrown in a handler, its message is told the client: it is answered with <c>{ "error": message }</c> if the client waits for an
/// acknowledgement. Of any other exception the client gets a text that says nothing about it, unless
/// <see cref="SocketIOOptions.EnableDetailedErrors"/> is set. The connection stays.
/// </summary>
public class EventException : Exception
{
    /// <summary>Says nothing about it.</summary>
    public EventException()
        : this("the event was refused")
    {
    }

    /// <summary>Says why; the client is told so.</summary>
    public EventException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="EventException(string)"/>
    public EventException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
