namespace SocketIO;

/// <summary>
/// A client sent an argument that the handler cannot use. Thrown in a handler, it is answered with
/// <c>{ "error": message }</c> if the client asked for an acknowledgement; the connection stays.
/// </summary>
public sealed class EventArgumentException : EventException
{
    /// <summary>Says nothing about the argument.</summary>
    public EventArgumentException()
        : this("invalid argument")
    {
    }

    /// <summary>Says what is wrong with the argument; the client is told so.</summary>
    public EventArgumentException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="EventArgumentException(string)"/>
    public EventArgumentException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
