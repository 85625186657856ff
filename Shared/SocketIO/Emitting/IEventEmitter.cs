namespace SocketIO;

/// <summary>
/// Who sends events: a socket, a room, a namespace, a server. The forms with values, such as
/// <c>Emit("moved", x, y)</c>, are in <see cref="EmitExtensions"/>.
/// </summary>
public interface IEventEmitter
{
    /// <summary>Sends an event with arguments from a list.</summary>
    /// <exception cref="ArgumentException">The name is reserved or empty, or a value cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The arguments' token was cancelled before.</exception>
    void Emit(string eventName, ArgumentList arguments);

    /// <summary>
    /// Sends an event with arguments from a list; completes when it cannot get lost on this side any more. The arguments' token
    /// gives up waiting for that; the event may be sent all the same.
    /// </summary>
    /// <inheritdoc cref="Emit"/>
    Task EmitAsync(string eventName, ArgumentList arguments);
}

/// <summary>Who sends events and waits for their acknowledgement; with values in <see cref="EmitWithAckExtensions"/>.</summary>
/// <typeparam name="TAnswer">What comes back.</typeparam>
public interface IAckEmitter<TAnswer>
{
    /// <summary>Sends an event with arguments from a list, and waits for the acknowledgement; their token ends the waiting.</summary>
    /// <inheritdoc cref="IEventEmitter.Emit"/>
    Task<TAnswer> EmitWithAckAsync(string eventName, ArgumentList arguments);
}

/// <summary>What can be acknowledged; with values in <see cref="AckExtensions"/>.</summary>
public interface IAcknowledgeable
{
    /// <summary>Acknowledges with values from a list.</summary>
    /// <exception cref="ArgumentException">A value cannot be written.</exception>
    void Ack(ArgumentList arguments);
}
