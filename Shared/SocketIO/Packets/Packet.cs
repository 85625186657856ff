namespace SocketIO.Parsers;

/// <summary>A packet as it was received. Its memory is its own: it outlives the message it came in.</summary>
public sealed class Packet
{
    /// <summary>What kind of packet it is; the binary kinds are reported as they came.</summary>
    public required PacketType Type { get; init; }

    /// <summary>The namespace, always with its leading slash.</summary>
    public required string Namespace { get; init; }

    /// <summary>The acknowledgement id, if the packet carries one.</summary>
    public long? AckId { get; init; }

    /// <summary>The event's name; empty for packets that are no event.</summary>
    public string EventName { get; init; } = "";

    /// <summary>The arguments of an event (without its name) or of an acknowledgement.</summary>
    public EventArguments Arguments { get; init; } = EventArguments.Empty;

    /// <summary>The bytes that the packet holds, its attachments included.</summary>
    public int Size { get; init; }

    /// <summary>The payload of a CONNECT packet as JSON, empty when there is none.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }
}
