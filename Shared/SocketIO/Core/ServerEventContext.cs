namespace SocketIO;

/// <summary>One event of another worker, as its handler sees it.</summary>
public sealed class ServerEventContext : IAcknowledgeable
{
    private object?[]? _answer;

    internal ServerEventContext(Namespace owner, string name, EventArguments arguments, bool expectsAck)
    {
        Namespace = owner;
        Event = name;
        Arguments = arguments;
        ExpectsAck = expectsAck;
    }

    /// <summary>The namespace on this worker.</summary>
    public Namespace Namespace { get; }

    /// <summary>The event's name.</summary>
    public string Event { get; }

    /// <summary>The arguments.</summary>
    public EventArguments Arguments { get; }

    /// <summary>Whether the other worker waits for an acknowledgement.</summary>
    public bool ExpectsAck { get; }

    /// <summary>The first acknowledgement, if there was any.</summary>
    internal object?[]? Answered => System.Threading.Volatile.Read(ref _answer);

    /// <summary>
    /// Acknowledges the event. Only the first call counts, and it must come before the handlers of the event complete:
    /// then the other worker is told, so that it does not wait for a handler that has nothing to say.
    /// </summary>
    public void Ack(ArgumentList arguments)
    {
        arguments.Cancellation.ThrowIfCancellationRequested();
        Interlocked.CompareExchange(ref _answer, arguments.Values, null);
    }

    /// <summary>Acknowledges the event with what its handler returned.</summary>
    internal void Answer(object? answer) => Ack(ArgumentList.Of(answer));
}
