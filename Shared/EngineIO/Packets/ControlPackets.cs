namespace EngineIO.Packets;

/// <summary>The packets without variable data, encoded once.</summary>
internal static class ControlPackets
{
    public static readonly OutboundMessage Close = OutboundMessage.Packet(PacketType.Close, []);
    public static readonly OutboundMessage Ping = OutboundMessage.Packet(PacketType.Ping, []);
    public static readonly OutboundMessage Pong = OutboundMessage.Packet(PacketType.Pong, []);
    public static readonly OutboundMessage ProbePong = OutboundMessage.Packet(PacketType.Pong, "probe"u8);
    public static readonly OutboundMessage Noop = OutboundMessage.Packet(PacketType.Noop, []);
}
