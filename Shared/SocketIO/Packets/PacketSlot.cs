namespace SocketIO.Packets;

/// <summary>What is still missing in an encoded packet, because only the sequencer knows it.</summary>
public enum PacketSlot
{
    /// <summary>The packet is complete.</summary>
    None = 0,

    /// <summary>The id of a durable event, which becomes its last argument.</summary>
    DurableId = 1,
}
