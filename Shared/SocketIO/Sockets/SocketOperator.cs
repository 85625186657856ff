using SocketIO.Arguments;

namespace SocketIO.Sockets;

/// <summary>A socket together with how to send to it; immutable.</summary>
public sealed class SocketOperator
{
    private readonly Socket _socket;
    private readonly bool _volatile;
    private readonly TimeSpan? _timeout;

    internal SocketOperator(Socket socket, bool isVolatile, TimeSpan? timeout)
    {
        _socket = socket;
        _volatile = isVolatile;
        _timeout = timeout;
    }

    /// <inheritdoc cref="Socket.Volatile"/>
    public SocketOperator Volatile => new(_socket, isVolatile: true, _timeout);

    /// <inheritdoc cref="Socket.Timeout"/>
    public SocketOperator Timeout(TimeSpan timeout) => new(_socket, _volatile, timeout);

    /// <inheritdoc cref="Socket.Emit"/>
    public void Emit(string eventName, params object?[] arguments) =>
        _socket.Outbox.Emit(eventName, arguments, _volatile);

    /// <summary>Sends an event and waits for the client's acknowledgement.</summary>
    /// <exception cref="AckTimeoutException">The client did not answer in time.</exception>
    /// <exception cref="SocketDisconnectedException">The socket disconnects first.</exception>
    public Task<EventArguments> EmitWithAckAsync(string eventName, params object?[] arguments) =>
        _socket.Outbox.EmitWithAckAsync(eventName, arguments, _volatile, _timeout);
}
