namespace SocketIO.Parsers;

/// <summary>What is still missing in an encoded packet, because only the sequencer, or the receiving worker, knows it.</summary>
[Flags]
public enum PacketSlot
{
    /// <summary>The packet is complete.</summary>
    None = 0,

    /// <summary>The id of a durable event, which becomes an argument behind its own.</summary>
    DurableId = 1,

    /// <summary>The acknowledgement id of a broadcast, which every worker chooses for its own receivers.</summary>
    AckId = 2,

    /// <summary>The offset of a sequenced event, which becomes its last argument: clients show it when they come back.</summary>
    Offset = 4,

    /// <summary>What is known of a durable event, an object that becomes an argument behind its id.</summary>
    Description = 8,
}
