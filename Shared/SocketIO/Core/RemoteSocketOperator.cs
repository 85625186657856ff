namespace SocketIO;

/// <summary>A socket, maybe on another worker, together with how long its answer is awaited; immutable.</summary>
public sealed class RemoteSocketOperator : IEventEmitter, IAckEmitter<EventArguments>
{
    private readonly BroadcastOperator _operator;

    internal RemoteSocketOperator(BroadcastOperator target) => _operator = target;

    /// <inheritdoc cref="Socket.Emit"/>
    public void Emit(string eventName, ArgumentList arguments) => _operator.Emit(eventName, arguments);

    /// <inheritdoc cref="BroadcastOperator.EmitAsync"/>
    public Task EmitAsync(string eventName, ArgumentList arguments) => _operator.EmitAsync(eventName, arguments);

    /// <summary>Sends an event and waits for the client's acknowledgement.</summary>
    /// <exception cref="AckTimeoutException">The client did not answer in time.</exception>
    /// <exception cref="SocketDisconnectedException">The socket, or its worker, is gone.</exception>
    public async Task<EventArguments> EmitWithAckAsync(string eventName, ArgumentList arguments)
    {
        var result = await _operator.EmitWithAckAsync(eventName, arguments).ConfigureAwait(false);
        if (result.Answers is [var answer])
        {
            return answer.Arguments;
        }
        throw result.TimedOut ? new AckTimeoutException() : new SocketDisconnectedException();
    }
}
