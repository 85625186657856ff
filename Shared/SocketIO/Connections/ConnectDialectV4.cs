using System.Buffers;
using System.Text.Json;
using EngineIO;
using Microsoft.AspNetCore.WebUtilities;
using SocketIO.Arguments;
using SocketIO.Parsers;

namespace SocketIO.Connections;

/// <summary>
/// Revision 4: the client is in <c>/</c> at once, knows the ids of its sockets by itself, and may put a query behind the
/// name of another namespace.
/// </summary>
internal sealed class ConnectDialectV4 : IConnectDialect
{
    public bool JoinsMainUnasked => true;

    public string NamespaceOf(Packet packet) =>
        packet.Namespace.IndexOf('?', StringComparison.Ordinal) is >= 0 and var end ? packet.Namespace[..end] : packet.Namespace;

    public JsonElement AuthOf(Packet connect)
    {
        var start = connect.Namespace.IndexOf('?', StringComparison.Ordinal);
        if (start < 0)
        {
            return ConnectPayload.NoAuth;
        }
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        foreach (var (name, values) in QueryHelpers.ParseQuery(connect.Namespace[start..]))
        {
            writer.WriteString(name, values[^1]);
        }
        writer.WriteEndObject();
        writer.Flush();
        return ArgumentSerializer.ParseElement(buffer.WrittenSpan);
    }

    public string CreateId(EngineSocket connection, string @namespace) =>
        @namespace == "/" ? connection.Id : $"{@namespace}#{connection.Id}";

    public bool KnowsSessions => false;

    public EncodedPacket Accept(IPacketParser parser, string @namespace, string socketId, string? pid) =>
        parser.EncodeControl(PacketType.Connect, @namespace, default);

    /// <summary>The error's data in the place of its message, unless they are what JavaScript takes for nothing.</summary>
    public EncodedPacket Refuse(SocketIOServer server, string @namespace, ConnectError error)
    {
        var data = ConnectPayload.DataOf(server, @namespace, error);
        return server.Parser.EncodeControl(PacketType.ConnectError, @namespace, IsSomething(data) ? data : Quote(error.Message));
    }

    private static bool IsSomething(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
        {
            return false;
        }
        var data = ArgumentSerializer.ParseElement(json);
        return data.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.False => false,
            JsonValueKind.String => !data.ValueEquals(""),
            JsonValueKind.Number => data.GetDouble() != 0,
            _ => true,
        };
    }

    private static ReadOnlySpan<byte> Quote(string message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStringValue(message);
        writer.Flush();
        return buffer.WrittenSpan;
    }
}
