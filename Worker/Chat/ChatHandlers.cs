using System.Runtime.CompilerServices;
using ClusterAdapter;
using EngineIO;
using SocketIO;
using SocketIO.History;
using SocketIO.Sockets;

namespace Worker.Chat;

/// <summary>
/// The chat: stores what clients say, delivers it to everybody, replays what a client missed, and says who is there. It
/// keeps to the contract of the Socket.IO tutorial.
/// </summary>
internal sealed class ChatHandlers(ClusterOptions cluster, MessageRate rate, HistorySize size, TimeProvider time)
{
    private const string MessageEvent = "chat message";
    private const string ServerEvent = "server";
    private const string WhoEvent = "who";
    private const string OlderEvent = "older";

    private readonly ConditionalWeakTable<EngineSocket, MessagePace> _paces = [];

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
        history.Replay(socket, ReplayPosition.From(socket.Handshake.Auth, history.Epoch), size.Limit);
        // Of the connection: one that leaves and joins again has the same.
        var pace = _paces.GetValue(socket.Connection, _ => new MessagePace(rate, time));
        socket.On(MessageEvent, async (EventContext context) =>
        {
            var message = ChatMessage.From(context.Arguments);
            // Handlers of a socket run one at a time: who writes faster waits for its acknowledgements. Nothing is lost, not even
            // of a client that has left.
            await pace.WaitAsync().ConfigureAwait(false);
            context.Ack(new StoredAnswer(await StoreAsync(message, history).ConfigureAwait(false)));
        });
        socket.On(OlderEvent, async (EventContext context) =>
        {
            await pace.WaitAsync().ConfigureAwait(false);
            context.Ack(await OlderMessages.ReadAsync(context.Arguments, history).ConfigureAwait(false));
        });
        socket.On(WhoEvent, async (EventContext context) =>
        {
            await pace.WaitAsync().ConfigureAwait(false);
            await presence.TellMoreAsync(socket, context.Arguments).ConfigureAwait(false);
        });
    }

    private static async ValueTask<long> StoreAsync(ChatMessage message, NamespaceHistory history)
    {
        var result = await history.AppendAsync(message.ClientOffset, message.Text).ConfigureAwait(false);
        if (result.Status == AppendStatus.KeyConflict)
        {
            // Somebody else's: the tutorial's keys can be guessed. A repeat of this one finds it under the same key.
            result = await history.AppendAsync(message.KeyOfItsOwn, message.Text).ConfigureAwait(false);
        }
        return result.Id;
    }
}
