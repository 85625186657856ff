namespace SocketIO.Parsers;

/// <summary>A packet to be encoded.</summary>
/// <param name="Type">EVENT or ACK; the parser itself turns them into their binary kinds.</param>
/// <param name="Namespace">The namespace, with its leading slash.</param>
/// <param name="EventName">The event's name, or <see langword="null"/> for an acknowledgement.</param>
/// <param name="Arguments">The arguments, in order.</param>
/// <param name="AckId">The acknowledgement id, if any.</param>
/// <param name="Slot">What the sequencer will add.</param>
/// <param name="HidesString">Adds <c>null</c> where the packet would end in a string: a client that can be recovered
/// takes a string at the end of an event for an offset.</param>
/// <param name="Compress">Whether it may be compressed where that is switched on.</param>
public readonly record struct OutgoingPacket(
    PacketType Type,
    string Namespace,
    string? EventName,
    IReadOnlyList<object?> Arguments,
    long? AckId = null,
    PacketSlot Slot = PacketSlot.None,
    bool HidesString = false,
    bool Compress = true);
