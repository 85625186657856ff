using System.Text.Json;

namespace Chaos.Protocol;

/// <summary>Reads the packet with which the server opens an Engine.IO session.</summary>
internal static class OpenPacket
{
    public static string ReadSid(ReadOnlySpan<byte> packet) => Read(packet).GetProperty("sid").GetString()!;

    /// <summary>How long the server may be silent.</summary>
    public static TimeSpan ReadPatience(ReadOnlySpan<byte> packet)
    {
        var open = Read(packet);
        return TimeSpan.FromMilliseconds(open.GetProperty("pingInterval").GetInt32() + open.GetProperty("pingTimeout").GetInt32());
    }

    private static JsonElement Read(ReadOnlySpan<byte> packet) =>
        packet.Length > 1 && packet[0] == '0' ? JsonElement.Parse(packet[1..]) : throw new IOException("no open packet");
}
