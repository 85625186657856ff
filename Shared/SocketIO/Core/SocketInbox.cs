using EngineIO;
using SocketIO.Parsers;

namespace SocketIO.Core;

/// <summary>Takes what the client of one socket sends. Completes when the next packet may be read.</summary>
internal static class SocketInbox
{
    public static ValueTask TakeAsync(Socket socket, Packet packet)
    {
        if (packet.Type != PacketType.Disconnect && (socket.Gate.IsEnding || socket.Gate.IsOver))
        {
            return ValueTask.CompletedTask;
        }
        switch (packet.Type)
        {
            case PacketType.Event or PacketType.BinaryEvent:
                var context = new EventContext(socket, packet.EventName, packet.Arguments, packet.AckId, packet.Size)
                {
                    Scope = socket.Namespace.Order.CreateScope(socket),
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
        if (!await socket.Namespace.Order.WaitForTurnAsync(socket, context.Event).ConfigureAwait(false))
        {
            return;
        }
        if (!await socket.Handlers.EnqueueAsync(context).ConfigureAwait(false))
        {
            socket.Connection.Close(CloseReason.TransportError);
        }
    }
}
