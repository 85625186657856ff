namespace EngineIO.Packets;

/// <summary>The packet types, by the character that stands first in a packet.</summary>
internal enum PacketType : byte
{
    Open = (byte)'0',
    Close = (byte)'1',
    Ping = (byte)'2',
    Pong = (byte)'3',
    Message = (byte)'4',
    Upgrade = (byte)'5',
    Noop = (byte)'6',
}
