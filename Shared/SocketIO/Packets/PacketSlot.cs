namespace SocketIO.Packets;

/// <summary>What is still missing in an encoded packet, because only the sequencer, or the receiving worker, knows it.</summary>
public enum PacketSlot
{
    /// <summary>The packet is complete.</summary>
    None = 0,

    /// <summary>The id of a durable event, which becomes its last argument.</summary>
    DurableId = 1,

    /// <summary>The acknowledgement id of a broadcast, which every worker chooses for its own receivers.</summary>
    AckId = 2,
}
