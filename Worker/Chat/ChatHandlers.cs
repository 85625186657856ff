using ClusterAdapter;
using SocketIO;
using SocketIO.Arguments;
using SocketIO.History;
using SocketIO.Sockets;

namespace Worker.Chat;

/// <summary>
/// The chat: stores what clients say, delivers it to everybody, and replays what a client missed. It keeps to the
/// contract of the Socket.IO tutorial.
/// </summary>
internal sealed class ChatHandlers(ClusterOptions cluster)
{
    private const string MessageEvent = "chat message";
    private const string ServerEvent = "server";

    public void AddTo(SocketIOServer io)
    {
        var history = io.Main.UseHistory(MessageEvent);
        io.OnConnection(socket => ConnectAsync(socket, history));
    }

    private async ValueTask ConnectAsync(Socket socket, NamespaceHistory history)
    {
        // Only a worker that has just started waits here: the epoch must be told before any message.
        await history.Ready.ConfigureAwait(false);
        socket.Emit(ServerEvent, new ServerInfo(cluster.Index, Environment.ProcessId, cluster.Port, history.Epoch, cluster.Ports));
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
