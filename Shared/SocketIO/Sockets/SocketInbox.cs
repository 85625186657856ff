using EngineIO;
using SocketIO.Diagnostics;
using SocketIO.Handlers;
using SocketIO.Parsers;

namespace SocketIO.Sockets;

/// <summary>Takes what the client of one socket sends. Completes when the next packet may be read.</summary>
internal static class SocketInbox
{
    public static ValueTask TakeAsync(Socket socket, Packet packet)
    {
        if (packet.Type != PacketType.Disconnect && socket.Session is ({ IsEnding: true } or { IsOver: true }))
        {
            return ValueTask.CompletedTask;
        }
        switch (packet.Type)
        {
            case PacketType.Event or PacketType.BinaryEvent:
                var context = new EventContext(socket, packet.EventName, packet.Arguments, packet.AckId, packet.Size)
                {
                    Scope = socket.Session is null ? null : new HandlerScope(socket.LogShare),
                };
                return EnqueueAsync(socket, context);
            case PacketType.Ack or PacketType.BinaryAck:
                // Past the queue: the handler at its head may be the one that waits for this answer.
                socket.Outbox.OnAck(packet.AckId!.Value, packet.Arguments);
                break;
            case PacketType.Disconnect:
                socket.Leave(DisconnectReason.ClientNamespaceDisconnect);
                break;
            default:
                throw new InvalidOperationException($"a socket does not take {packet.Type}");
        }
        return ValueTask.CompletedTask;
    }

    private static async ValueTask EnqueueAsync(Socket socket, EventContext context)
    {
        if (socket.Namespace.Sessions is { Sequencer: var sequencer })
        {
            // What the handlers emit must find room, while the log is away, and leave some to others.
            await sequencer.WaitForRoomAsync().ConfigureAwait(false);
            await socket.LogShare!.WaitAsync().ConfigureAwait(false);
            if (socket.IsGone)
            {
                // Meanwhile. Behind its end no event is handled; the client knows that this one was not acknowledged.
                Log.HandlerAbandoned(socket.Namespace.Server.SocketLogger, context.Event, socket.Id, "the client left before its turn");
                return;
            }
        }
        if (!await socket.Handlers.EnqueueAsync(context).ConfigureAwait(false))
        {
            socket.Connection.Close(CloseReason.TransportError);
        }
    }
}
