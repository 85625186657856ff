using System.Buffers;
using System.Text.Json;
using SocketIO.Diagnostics;
using SocketIO.Parsers;

namespace SocketIO.Connections;

/// <summary>The payloads of CONNECT packets and of their answers, as revision 5 of the protocol has them.</summary>
internal static class ConnectPayload
{
    /// <summary>What a client says of itself that says nothing.</summary>
    public static JsonElement NoAuth { get; } = JsonElement.Parse("{}"u8);

    /// <summary>Lets a client in; with <paramref name="pid"/> it can come back to its session.</summary>
    public static EncodedPacket Accept(IPacketParser parser, string @namespace, string socketId, string? pid) =>
        Write(parser, PacketType.Connect, @namespace, writer =>
        {
            writer.WriteString("sid"u8, socketId);
            if (pid is not null)
            {
                writer.WriteString("pid"u8, pid);
            }
        });

    public static EncodedPacket Refuse(SocketIOServer server, string @namespace, ConnectError error) =>
        Write(server.Parser, PacketType.ConnectError, @namespace, writer =>
        {
            writer.WriteString("message"u8, error.Message);
            if (DataOf(server, @namespace, error) is { Length: > 0 } data)
            {
                writer.WritePropertyName("data"u8);
                writer.WriteRawValue(data, skipInputValidation: true);
            }
        });

    /// <summary>What an error says beside its message, as JSON; empty if that is nothing, or cannot be written.</summary>
    public static byte[] DataOf(SocketIOServer server, string @namespace, ConnectError error)
    {
        try
        {
            return error.Data is { } data ? server.Options.Arguments.ToJson(data) : [];
        }
        catch (Exception exception)
        {
            // The client is told why it does not get in all the same.
            Log.ConnectErrorUnwritable(server.Logs.Connections, exception, @namespace, error.Message);
            return [];
        }
    }

    private static EncodedPacket Write(IPacketParser parser, PacketType type, string @namespace, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        members(writer);
        writer.WriteEndObject();
        writer.Flush();
        return parser.EncodeControl(type, @namespace, buffer.WrittenSpan);
    }
}
