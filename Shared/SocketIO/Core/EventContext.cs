using SocketIO.Handlers;

namespace SocketIO;

/// <summary>One received event, as its handler sees it.</summary>
public sealed class EventContext : IAcknowledgeable
{
    private readonly long? _ackId;
    private int _acknowledged;

    internal EventContext(Socket socket, string name, EventArguments arguments, long? ackId, int size)
    {
        Size = size;
        Socket = socket;
        Event = name;
        Arguments = arguments;
        _ackId = ackId;
    }

    /// <summary>The socket that received the event.</summary>
    public Socket Socket { get; }

    /// <summary>The event's name.</summary>
    public string Event { get; }

    /// <summary>The arguments, without the acknowledgement.</summary>
    public EventArguments Arguments { get; }

    /// <summary>Whether the client waits for an acknowledgement.</summary>
    public bool ExpectsAck => _ackId is not null;

    /// <summary>What the handler has submitted, in a namespace with recovery.</summary>
    internal HandlerScope? Scope { get; init; }

    /// <summary>The bytes of the packet that brought it.</summary>
    internal int Size { get; }

    /// <summary>
    /// Acknowledges the event with values from a list. Only the first call counts, and none does if the client expects no
    /// acknowledgement.
    /// </summary>
    /// <exception cref="ArgumentException">A value cannot be written; the event can still be acknowledged with another.</exception>
    /// <exception cref="OperationCanceledException">The arguments' token was cancelled before.</exception>
    public void Ack(ArgumentList arguments)
    {
        arguments.Cancellation.ThrowIfCancellationRequested();
        if (_ackId is not { } id || Interlocked.Exchange(ref _acknowledged, 1) != 0)
        {
            return;
        }
        try
        {
            Socket.Outbox.SendAck(id, arguments.Values, Scope?.Last ?? 0);
        }
        catch
        {
            Volatile.Write(ref _acknowledged, 0);
            throw;
        }
    }

    /// <summary>Acknowledges the event with what its handler returned.</summary>
    internal void Answer(object? answer) => Ack(ArgumentList.Of(answer));
}
