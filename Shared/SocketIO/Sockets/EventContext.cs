using SocketIO.Arguments;
using SocketIO.Recovery;

namespace SocketIO.Sockets;

/// <summary>One received event, as its handler sees it.</summary>
public sealed class EventContext
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
    /// Acknowledges the event. Only the first call counts, and none does if the client expects no acknowledgement.
    /// </summary>
    public void Ack(params object?[] arguments)
    {
        if (_ackId is { } id && Interlocked.Exchange(ref _acknowledged, 1) == 0)
        {
            Socket.Outbox.SendAck(id, arguments, Scope?.Last ?? 0);
        }
    }
}
