using SocketIO.Sockets;

namespace SocketIO;

/// <summary>A socket together with how to send to it; immutable.</summary>
public sealed class SocketOperator : IEventEmitter, IAckEmitter<EventArguments>
{
    private readonly Socket _socket;
    private readonly EmitOptions _options;

    internal SocketOperator(Socket socket, EmitOptions options)
    {
        _socket = socket;
        _options = options;
    }

    /// <inheritdoc cref="Socket.Volatile"/>
    public SocketOperator Volatile => new(_socket, _options with { Volatile = true });

    /// <inheritdoc cref="Socket.Broadcast"/>
    public BroadcastOperator Broadcast => Alike(_socket.Broadcast);

    /// <inheritdoc cref="Socket.Local"/>
    public BroadcastOperator Local => Broadcast.Local;

    /// <inheritdoc cref="Socket.Compress"/>
    public SocketOperator Compress(bool compress) => new(_socket, _options with { Uncompressed = !compress });

    /// <inheritdoc cref="Socket.Timeout"/>
    public SocketOperator Timeout(TimeSpan timeout) => new(_socket, _options with { Timeout = timeout });

    /// <inheritdoc cref="Socket.To"/>
    public BroadcastOperator To(params string[] rooms) => Alike(_socket.To(rooms));

    /// <inheritdoc cref="Socket.To"/>
    public BroadcastOperator In(params string[] rooms) => To(rooms);

    /// <inheritdoc cref="Socket.Except"/>
    public BroadcastOperator Except(params string[] rooms) => Alike(_socket.Except(rooms));

    /// <inheritdoc cref="Socket.Emit"/>
    public void Emit(string eventName, ArgumentList arguments) => _socket.Outbox.Emit(eventName, arguments, _options);

    /// <inheritdoc cref="Socket.EmitAsync"/>
    public Task EmitAsync(string eventName, ArgumentList arguments) => _socket.Outbox.EmitAsync(eventName, arguments, _options);

    /// <summary>Sends an event and waits for the client's acknowledgement.</summary>
    /// <exception cref="AckTimeoutException">The client did not answer in time.</exception>
    /// <exception cref="SocketDisconnectedException">The socket disconnects first.</exception>
    public Task<EventArguments> EmitWithAckAsync(string eventName, ArgumentList arguments) =>
        _socket.Outbox.EmitWithAckAsync(eventName, arguments, _options);

    /// <summary>The others are sent to in the same way.</summary>
    private BroadcastOperator Alike(BroadcastOperator others)
    {
        var alike = _options.Volatile ? others.Volatile : others;
        alike = _options.Uncompressed ? alike.Compress(false) : alike;
        return _options.Timeout is { } timeout ? alike.Timeout(timeout) : alike;
    }
}
