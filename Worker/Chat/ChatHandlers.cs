using SocketIO;
using SocketIO.Cluster;

namespace Worker.Chat;

/// <summary>
/// The chat: what clients send, and what they are told when they connect. It keeps to the contract of the Socket.IO tutorial; all that it
/// adds is in docs/chat.md.
/// </summary>
internal sealed class ChatHandlers(ClusterOptions cluster, MessageRate rate, HistorySize size, TimeProvider time, ILogger<ChatHandlers> logger)
{
    private const string ServerEvent = "server";

    private readonly MessagePaces _paces = new(rate, time);

    public void AddTo(SocketIOServer io)
    {
        var chat = io.Main;
        var presence = new ChatPresence(chat);
        var names = new Names(chat);
        var conversations = new Conversations(chat, time, logger);
        var messages = new Messages(chat, conversations, names);
        var search = new Search(messages, conversations);
        var rooms = new Rooms(chat, presence.Presence, messages, size);
        var typing = new Typing(presence.Presence, names, time);
        names.Follow(presence.Presence);
        chat.Use(socket =>
        {
            if (ChatName.From(socket.Handshake.Auth) is { } name && PersonId.From(socket.Handshake.Auth) is { } person && names.IsFree(name, person))
            {
                socket.SetPresence(new ChatPerson(name));
            }
            return null;
        });
        io.OnConnection(async socket =>
        {
            // Only a worker that has just started waits here: the epoch must be told before any message.
            await messages.History.Ready.ConfigureAwait(false);
            // About this connection, so it does not go into the log: nobody wants it replayed by another worker.
            chat.Local.To(socket.Id).Emit(
                ServerEvent, new ServerInfo(cluster.Index, Environment.ProcessId, cluster.Port, messages.History.Epoch, cluster.Ports));
            TellWhoItIs(socket, names);
            presence.TellWhoIsThere(socket);
            var pace = _paces.Of(socket);
            // A recovered client has the history, and gets what it missed without this.
            messages.History.Replay(socket, ReplayPosition.From(socket.Handshake.Auth, messages.History.Epoch), size.Limit);
            if (PersonId.HasSecret(socket.Handshake.Auth))
            {
                // Not of the tutorial's clients, which know nothing of it.
                await rooms.ConnectAsync(socket, pace).ConfigureAwait(false);
                _ = conversations.TellAsync(socket, messages);
            }
            Listen(socket, pace, messages, search, presence, names, rooms, typing);
        });
    }

    private static void Listen(Socket socket, ClientPace pace, Messages messages, Search search, ChatPresence presence, Names names, Rooms rooms, Typing typing)
    {
        // Handlers of a socket run one at a time: who writes faster waits for its acknowledgements. Nothing is lost, not even of a client
        // that has left.
        On(Messages.MessageEvent, async context =>
        {
            var message = ChatMessage.From(context.Arguments);
            var place = Place.From(context.Arguments, 2);
            await pace.WaitAsync().ConfigureAwait(false);
            context.Ack(await messages.StoreAsync(socket, message, place, pace).ConfigureAwait(false));
        });
        On("edit", async context =>
        {
            var (id, text, key) = ChatEdit.From(context.Arguments);
            var place = Place.From(context.Arguments, 3);
            await pace.WaitAsync().ConfigureAwait(false);
            context.Ack(await messages.EditAsync(socket, id, text, key, place).ConfigureAwait(false));
        });
        On("older", async context =>
        {
            await pace.WaitAsync().ConfigureAwait(false);
            context.Ack(await messages.ReadBackAsync(socket, context.Arguments).ConfigureAwait(false));
        });
        On("around", async context =>
        {
            await pace.WaitAsync().ConfigureAwait(false);
            context.Ack(await messages.ReadAroundAsync(socket, context.Arguments).ConfigureAwait(false));
        });
        On("search", async context =>
        {
            await pace.WaitAsync().ConfigureAwait(false);
            context.Ack(await search.FindAsync(socket, context.Arguments, pace).ConfigureAwait(false));
        });
        On("who", async context =>
        {
            await pace.WaitAsync().ConfigureAwait(false);
            await presence.TellMoreAsync(socket, context.Arguments).ConfigureAwait(false);
        });
        On("name", async context =>
        {
            await pace.WaitAsync().ConfigureAwait(false);
            context.Ack(Rename(socket, context.Arguments, names));
        });
        On("join room", async context =>
        {
            await pace.WaitAsync().ConfigureAwait(false);
            context.Ack(await rooms.EnterAsync(socket, context.Arguments, pace).ConfigureAwait(false));
        });
        On("leave room", async context =>
        {
            await pace.WaitAsync().ConfigureAwait(false);
            context.Ack(rooms.Leave(socket, context.Arguments));
        });
        On("typing", async context =>
        {
            await pace.WaitAsync().ConfigureAwait(false);
            typing.PassOn(socket, context.Arguments);
        });

        void On(string eventName, Func<EventContext, Task> handler) => socket.On(eventName, handler);
    }

    private static void TellWhoItIs(Socket socket, Names names)
    {
        var auth = socket.Handshake.Auth;
        var wanted = ChatName.From(auth);
        var person = socket.UserId!;
        var isTaken = wanted is not null && !names.IsFree(wanted, person);
        Names.Tell(socket, person, isTaken ? null : wanted, isTaken ? Names.TakenError(wanted!) : null);
    }

    private static NameAnswer Rename(Socket socket, EventArguments arguments, Names names)
    {
        if (!arguments.TryGet<string>(0, out var given) || ChatName.From(given) is not { } name)
        {
            throw new EventArgumentException($"a name must have 1 to {ChatName.MaxLength} visible characters");
        }
        if (!PersonId.HasSecret(socket.Handshake.Auth))
        {
            throw new EventArgumentException("who has no secret has no name");
        }
        if (!names.IsFree(name, socket.UserId!))
        {
            throw new EventArgumentException(Names.TakenError(name));
        }
        socket.SetPresence(new ChatPerson(name));
        return new NameAnswer(name);
    }
}
