using System.Text.Json;
using SocketIO.Adapters;
using SocketIO.Handlers;
using SocketIO.Parsers;
using SocketIO.Rooms;
using SocketIO.Sockets;

namespace SocketIO.Core;

/// <summary>The order of a namespace without recovery: everything counts at once, and whoever is gone does not come back.</summary>
internal sealed class DirectOrder(Namespace owner, IAdapter adapter) : INamespaceOrder
{
    public IAdapter Adapter => adapter;

    public bool IsSequenced => false;

    public bool ResendsUnacknowledged => false;

    public bool HasUnanswered => false;

    public async Task LetInAsync(IArrival arrival, JsonElement auth)
    {
        var socket = new Socket(owner, arrival.Connection, arrival.CreateId(), arrival.CreateHandshake(auth), SocketGate.AlwaysOpen);
        if (!arrival.TryHold(socket))
        {
            socket.Leave(DisconnectReason.TransportClose);
            return;
        }
        if (await owner.RunMiddlewaresAsync(socket).ConfigureAwait(false) is { } error)
        {
            socket.Leave(DisconnectReason.ServerNamespaceDisconnect);
            arrival.Refuse(error);
            return;
        }
        socket.UserId = owner.Users.Find(socket);
        if (!arrival.TryAdmit(socket))
        {
            socket.Leave(DisconnectReason.TransportClose);
            return;
        }
        socket.Open(arrival.Accept(socket.Id, pid: null));
    }

    public void EnterUser(Socket socket)
    {
        if (socket.UserId is { } user)
        {
            adapter.Join(socket, [UserRooms.NameOf(user)]);
        }
    }

    public void JoinAtConnection(Socket socket, string[] rooms) => adapter.Join(socket, rooms);

    public void StartHandlers(Socket socket) => socket.Handlers.Start();

    public void EmitAtConnection(Socket socket, EncodedPacket packet) => adapter.Emit(socket, packet, isVolatile: false);

    public HandlerScope? CreateScope(Socket socket) => null;

    public ValueTask<bool> WaitForTurnAsync(Socket socket, string eventName) => ValueTask.FromResult(true);

    public void Acknowledge(Socket socket, EncodedPacket packet, long submission) => socket.Outbox.Write(packet);

    public void Behind(Action action, long bytes = 0) => action();

    public Task SettledAsync() => Task.CompletedTask;

    public void Disconnect(Socket socket)
    {
        socket.SayGoodbye();
        socket.Leave(DisconnectReason.ServerNamespaceDisconnect);
    }

    public bool Depart(Socket socket, DisconnectReason reason, bool wasConnected) => false;

    public void Keep(Socket socket, IReadOnlyList<AckRegistry.Pending> unanswered)
    {
    }
}
