using System.Buffers;
using System.Text.Json;

namespace EngineIO.Packets;

/// <summary>The first packet of a session.</summary>
internal static class OpenPacket
{
    public static OutboundMessage Create(string sid, EngineIOOptions options, EngineTransports transport)
    {
        var buffer = new ArrayBufferWriter<byte>(160);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("sid"u8, sid);
            json.WriteStartArray("upgrades"u8);
            if (transport == EngineTransports.Polling && options.AllowUpgrades &&
                options.Transports.HasFlag(EngineTransports.WebSocket))
            {
                json.WriteStringValue(EngineTransports.WebSocket.ToWireName());
            }
            json.WriteEndArray();
            json.WriteNumber("pingInterval"u8, (long)options.PingInterval.TotalMilliseconds);
            json.WriteNumber("pingTimeout"u8, (long)options.PingTimeout.TotalMilliseconds);
            json.WriteNumber("maxPayload"u8, options.MaxHttpBufferSize);
            json.WriteEndObject();
        }
        return OutboundMessage.Packet(PacketType.Open, buffer.WrittenSpan);
    }
}
