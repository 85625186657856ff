using System.Text.Json;
using SocketIO.Adapters;
using SocketIO.Handlers;
using SocketIO.Parsers;
using SocketIO.Sockets;

namespace SocketIO.Core;

/// <summary>
/// In what order that counts which is done with the sockets of a namespace: at once, in a server without recovery; else each thing in its
/// place in the log, behind what was submitted before. What a socket does by recovery or without goes through here, or through its gate.
/// </summary>
internal interface INamespaceOrder
{
    /// <summary>The way to the sockets, of this worker and of the others.</summary>
    IAdapter Adapter { get; }

    /// <summary>Whether there is recovery: events have offsets, and whoever changes rooms, or handles their events, is the stream.</summary>
    bool IsSequenced { get; }

    /// <summary>Lets a client in, or tells it why not. Completes when that is decided.</summary>
    Task LetInAsync(IArrival arrival, JsonElement auth);

    /// <summary>A socket is in its namespace: it enters the room of its user.</summary>
    void EnterUser(Socket socket);

    /// <summary>Enters the rooms that a socket was given before it was in its namespace.</summary>
    void JoinAtConnection(Socket socket, string[] rooms);

    /// <summary>Begins the handlers of a socket.</summary>
    void StartHandlers(Socket socket);

    /// <summary>Sends an event that a middleware has sent, where nobody could be told that there is no room for it.</summary>
    void EmitAtConnection(Socket socket, EncodedPacket packet);

    /// <summary>What a handler of the socket submits; <see langword="null"/> when it submits nothing.</summary>
    HandlerScope? CreateScope(Socket socket);

    /// <summary>Waits until a handler may run: what it sends must find room. Whether it is to run still.</summary>
    ValueTask<bool> WaitForTurnAsync(Socket socket, string eventName);

    /// <summary>Sends an acknowledgement, behind what its handler has submitted.</summary>
    /// <param name="socket">Whose client is answered.</param>
    /// <param name="packet">The answer.</param>
    /// <param name="submission">The handler's last submission.</param>
    void Acknowledge(Socket socket, EncodedPacket packet, long submission);

    /// <summary>Does something behind all that this worker has submitted.</summary>
    /// <exception cref="SequencerFullException">It has a size, and too much is held back for the log.</exception>
    void Behind(Action action, long bytes = 0);

    /// <summary>Completes when what was submitted before counts for every worker.</summary>
    Task SettledAsync();

    /// <summary>The server makes a socket leave the namespace.</summary>
    void Disconnect(Socket socket);

    /// <summary>A socket leaves. Gives whether its client may come back to it.</summary>
    bool Depart(Socket socket, DisconnectReason reason, bool wasConnected);

    /// <summary>Whether what a client has not acknowledged is sent again when it comes back.</summary>
    bool ResendsUnacknowledged { get; }

    /// <summary>Whether somebody waits for the return of a client that is to answer.</summary>
    bool HasUnanswered { get; }

    /// <summary>Keeps what a client has not acknowledged for its return.</summary>
    void Keep(Socket socket, IReadOnlyList<AckRegistry.Pending> unanswered);
}
