namespace SocketIO;

/// <summary>The socket disconnected before the other side acknowledged an event.</summary>
public sealed class SocketDisconnectedException : Exception
{
    /// <summary>Uses the reference's text.</summary>
    public SocketDisconnectedException()
        : this("socket has been disconnected")
    {
    }

    /// <summary>Uses a text of one's own.</summary>
    public SocketDisconnectedException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="SocketDisconnectedException(string)"/>
    public SocketDisconnectedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
