using ClusterAdapter;
using SocketIO;
using SocketIO.Arguments;
using SocketIO.History;
using SocketIO.Sockets;

namespace Worker.Chat;

/// <summary>
/// The chat: stores what clients say, delivers it to everybody, replays what a client missed, and says who is there. It
/// keeps to the contract of the Socket.IO tutorial.
/// </summary>
internal sealed class ChatHandlers(ClusterOptions cluster)
{
    private const string MessageEvent = "chat message";
    private const string ServerEvent = "server";

    public void AddTo(SocketIOServer io)
    {
        var history = io.Main.UseHistory(MessageEvent);
        var presence = new ChatPresence(io.Main);
        io.OnConnection(socket => ConnectAsync(socket, history, presence));
    }

    private async ValueTask ConnectAsync(Socket socket, NamespaceHistory history, ChatPresence presence)
    {
        // Only a worker that has just started waits here: the epoch must be told before any message.
        await history.Ready.ConfigureAwait(false);
        // About this connection, so it does not go into the log: nobody wants it replayed by another worker.
        socket.Namespace.Local.To(socket.Id).Emit(
            ServerEvent, new ServerInfo(cluster.Index, Environment.ProcessId, cluster.Port, history.Epoch, cluster.Ports));
        presence.TellWhoIsThere(socket);
        // A recovered client has the history, and gets what it missed without this.
        history.Replay(socket, ReplayPosition.From(socket.Handshake.Auth, history.Epoch));
        socket.On(MessageEvent, context => StoreAsync(context, history));
    }

    private static async ValueTask StoreAsync(EventContext context, NamespaceHistory history)
    {
        var message = ChatMessage.From(context.Arguments);
        var result = await history.AppendAsync(message.ClientOffset, message.Text).ConfigureAwait(false);
        if (result.Status == AppendStatus.KeyConflict)
        {
            throw new EventArgumentException("the client offset was used for another message");
        }
        context.Ack(new StoredAnswer(result.Id));
    }
}
