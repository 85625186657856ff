namespace SocketIO;

/// <summary>Who sends events to the other workers; with values in <see cref="ServerSideEmitExtensions"/>.</summary>
public interface IServerEventEmitter
{
    /// <summary>Sends an event to every other worker; at most once, and in the order of this worker's broadcasts.</summary>
    /// <exception cref="ArgumentException">
    /// The name is reserved or empty, a value cannot be written, or there are more binary values than a packet may have.
    /// </exception>
    void ServerSideEmit(string eventName, ArgumentList arguments);

    /// <summary>
    /// Asks every other worker; those that do not answer within 5 s are missing in the result. The arguments' token ends the
    /// waiting.
    /// </summary>
    /// <inheritdoc cref="ServerSideEmit"/>
    Task<ServerAckResult> ServerSideEmitWithAckAsync(string eventName, ArgumentList arguments);
}
