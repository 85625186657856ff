using System.Text.Json;
using EngineIO;
using SocketIO.Parsers;

namespace SocketIO.Connections;

/// <summary>
/// How a client joins a namespace, which is all in which the two revisions of the Socket.IO protocol that are spoken
/// here differ: 5, and 4 for the clients of Socket.IO v2.
/// </summary>
internal interface IConnectDialect
{
    /// <summary>Whether a client is in <c>/</c> without asking for it.</summary>
    bool JoinsMainUnasked { get; }

    /// <summary>The namespace that a packet is for.</summary>
    string NamespaceOf(Packet packet);

    /// <summary>What the client says of itself: always an object.</summary>
    JsonElement AuthOf(Packet connect);

    /// <summary>The id of a client's socket in a namespace.</summary>
    string CreateId(EngineSocket connection, string @namespace);

    /// <summary>Whether a client can come back to its session.</summary>
    bool KnowsSessions { get; }

    /// <summary>Writes that the client is in; with <paramref name="pid"/> it can come back to its session.</summary>
    EncodedPacket Accept(IPacketParser parser, string @namespace, string socketId, string? pid);

    /// <summary>Writes why a middleware does not let the client in.</summary>
    EncodedPacket Refuse(SocketIOServer server, string @namespace, ConnectError error);
}
