using System.Text.Json;
using EngineIO;
using SocketIO.Limits;
using SocketIO.Parsers;

namespace SocketIO.Core;

/// <summary>A client's wish to join a namespace, over a connection and in the client's dialect of the protocol.</summary>
internal interface IArrival
{
    ISocketConnection Connection { get; }

    /// <summary>Whether the client can come back to its session.</summary>
    bool KnowsSessions { get; }

    /// <summary>The id of a new socket of the client.</summary>
    string CreateId();

    /// <summary>What is known of the client.</summary>
    Handshake CreateHandshake(JsonElement auth);

    /// <summary>Keeps the socket with the wish, so that it is told when its client goes; false if that has gone already.</summary>
    bool TryHold(Socket socket);

    /// <summary>Lets a socket in, unless the client has left meanwhile, or left and begun anew.</summary>
    bool TryAdmit(Socket socket);

    /// <summary>Writes that the client is in; with <paramref name="pid"/> it can come back to its session.</summary>
    EncodedPacket Accept(string socketId, string? pid);

    /// <summary>Says why the client does not get in, if it still waits.</summary>
    void Refuse(ConnectError error);
}

/// <summary>The connection under a socket, which it may share with others.</summary>
internal interface ISocketConnection
{
    EngineSocket Engine { get; }

    /// <summary>What the handlers of its sockets may put into the log, with recovery.</summary>
    LogShare? LogShare { get; }

    /// <summary>Makes every socket leave its namespace, so that the client stays away, and closes the connection.</summary>
    void DisconnectAll();

    /// <summary>Drops a socket that has left.</summary>
    void Forget(Socket socket);
}
