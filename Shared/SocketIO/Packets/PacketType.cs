namespace SocketIO.Parsers;

/// <summary>The packet types of the Socket.IO protocol, revision 5; the value is the digit on the wire.</summary>
public enum PacketType
{
    /// <summary>Joins a namespace, or confirms it.</summary>
    Connect = 0,

    /// <summary>Leaves a namespace.</summary>
    Disconnect = 1,

    /// <summary>An event with its arguments.</summary>
    Event = 2,

    /// <summary>The answer to an event that asked for one.</summary>
    Ack = 3,

    /// <summary>Refuses a namespace.</summary>
    ConnectError = 4,

    /// <summary>An event whose arguments hold binary values.</summary>
    BinaryEvent = 5,

    /// <summary>An answer whose arguments hold binary values.</summary>
    BinaryAck = 6,
}
