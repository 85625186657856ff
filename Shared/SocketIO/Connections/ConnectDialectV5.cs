using System.Text.Json;
using EngineIO;
using SocketIO.Arguments;
using SocketIO.Clients;
using SocketIO.Parsers;

namespace SocketIO.Connections;

/// <summary>Revision 5: the client asks for every namespace, with a payload, and is told the id of its socket.</summary>
internal sealed class ConnectDialectV5 : IConnectDialect
{
    public bool JoinsMainUnasked => false;

    public string NamespaceOf(Packet packet) => packet.Namespace;

    public JsonElement AuthOf(Packet connect) => connect.Payload.IsEmpty ? ConnectPayload.NoAuth : ArgumentSerializer.ParseElement(connect.Payload.Span);

    /// <summary>Not the connection's id, which is a secret.</summary>
    public string CreateId(EngineSocket connection, string @namespace) => SocketId.Create();

    public bool KnowsSessions => true;

    public EncodedPacket Accept(IPacketParser parser, string @namespace, string socketId, string? pid) =>
        ConnectPayload.Accept(parser, @namespace, socketId, pid);

    public EncodedPacket Refuse(SocketIOServer server, string @namespace, ConnectError error) =>
        ConnectPayload.Refuse(server, @namespace, error);
}
