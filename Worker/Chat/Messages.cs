using SocketIO;
using SocketIO.History;

namespace Worker.Chat;

/// <summary>The messages of the chat: of its main room, which is the tutorial's, of public rooms, and of private conversations.</summary>
internal sealed class Messages
{
    /// <summary>The tutorial's event.</summary>
    public const string MessageEvent = "chat message";

    /// <summary>Carries a message in place of an earlier one, or nothing in place of it.</summary>
    public const string EditedEvent = "chat edited";

    /// <summary>How many are read back at a time; with the longest texts, of control characters, this is 1.2 MB of JSON.</summary>
    private const int PageSize = 50;

    /// <summary>How many are read on each side of a message that was looked for.</summary>
    private const int HalfPage = PageSize / 2;

    private readonly Conversations _conversations;
    private readonly Names _names;

    public Messages(Namespace chat, Conversations conversations, Names names)
    {
        History = chat.UseHistory(MessageEvent, new HistoryOptions { DescribeEvents = true, IsSearchable = true });
        _conversations = conversations;
        _names = names;
    }

    public NamespaceHistory History { get; }

    /// <summary>Stores a message, and answers when everybody whom it is for can see it.</summary>
    /// <exception cref="EventArgumentException">It cannot be stored there; the client is told why.</exception>
    public async ValueTask<StoredAnswer> StoreAsync(Socket socket, ChatMessage message, Place place, ClientPace pace)
    {
        var author = socket.UserId!;
        Check(socket, place);
        if (place.With.Length > 0)
        {
            // First, so that nobody has a message in a conversation that cannot be found.
            await _conversations.NoteAsync(author, place.With, pace).ConfigureAwait(false);
        }
        // The tutorial's clients do not ask for their keys, and others could guess the next one.
        var key = PersonId.HasSecret(socket.Handshake.Auth) ? message.ClientOffset : null;
        var details = new MessageDetails(author, _names.Of(author), place.With is { Length: > 0 } to ? to : null, Key: key);
        return new StoredAnswer(await AppendAsync(author, message.ClientOffset, message.Text, place, details, eventName: null).ConfigureAwait(false));
    }

    /// <summary>Stores what stands in place of a message from now on.</summary>
    /// <param name="socket">Whose message it must be.</param>
    /// <param name="id">The message.</param>
    /// <param name="text">The text now; <see langword="null"/> to delete it.</param>
    /// <param name="key">The client's key of the change.</param>
    /// <param name="place">Where the message is.</param>
    /// <exception cref="EventArgumentException">There is no such message of this person; the client is told.</exception>
    public async ValueTask<StoredAnswer> EditAsync(Socket socket, long id, string? text, string key, Place place)
    {
        var author = socket.UserId!;
        Check(socket, place);
        var found = id is < 1 or long.MaxValue ? [] : await History.ReadBackAsync(id + 1, 1, place.RoomFor(author)).ConfigureAwait(false);
        if (found is not [{ EventName: "", IsJson: false } message] || message.Id != id
            || !message.Describe().TryGetProperty("by", out var by) || by.GetString() != author)
        {
            throw new EventArgumentException("there is no such message of yours");
        }
        var details = new MessageDetails(author, _names.Of(author), place.With is { Length: > 0 } to ? to : null, id);
        return new StoredAnswer(await AppendAsync(author, $"edit {key}", text, place, details, EditedEvent, replaces: id).ConfigureAwait(false));
    }

    /// <summary>Answers with the messages before the id that the client names, in their order.</summary>
    /// <exception cref="EventArgumentException">What it names is no id, or it may not read there; the client is told.</exception>
    public async ValueTask<OlderAnswer> ReadBackAsync(Socket socket, EventArguments arguments)
    {
        if (!arguments.TryGet<long>(0, out var before) || before < 1)
        {
            throw new EventArgumentException("the id before which older messages are wanted must be a whole number from 1 on");
        }
        var place = Place.From(arguments, 1);
        Check(socket, place);
        var room = place.RoomFor(socket.UserId!);
        var entries = await History.ReadBackAsync(before, PageSize, room).ConfigureAwait(false);
        return await AnswerAsync(room, entries, entries.Count < PageSize, before).ConfigureAwait(false);
    }

    /// <summary>Answers with a message and those around it, in their order.</summary>
    /// <exception cref="EventArgumentException">What it names is no id, or it may not read there; the client is told.</exception>
    public async ValueTask<OlderAnswer> ReadAroundAsync(Socket socket, EventArguments arguments)
    {
        if (!arguments.TryGet<long>(0, out var id) || id is < 1 or long.MaxValue)
        {
            throw new EventArgumentException("the id of the message that is wanted must be a whole number from 1 on");
        }
        var place = Place.From(arguments, 1);
        Check(socket, place);
        var room = place.RoomFor(socket.UserId!);
        var before = await History.ReadBackAsync(id + 1, HalfPage, room).ConfigureAwait(false);
        var after = await History.ReadForwardAsync(id, HalfPage, room).ConfigureAwait(false);
        IReadOnlyList<HistoryEntry> entries = [.. before, .. after];
        return await AnswerAsync(room, entries, before.Count < HalfPage, entries.Count == 0 ? id : entries[^1].Id + 1).ConfigureAwait(false);
    }

    /// <summary>Finds the newest messages with some words, of those before an id.</summary>
    public async ValueTask<IReadOnlyList<OlderMessage>> FindAsync(
        string text, IReadOnlyList<string> rooms, long before, int count, CancellationToken cancellation) =>
        [.. (await History.SearchAsync(text, rooms, before, count, cancellation).ConfigureAwait(false)).Select(ToMessage)];

    /// <summary>The last message of a private conversation.</summary>
    public async ValueTask<OlderMessage?> LastAsync(string person, string other, CancellationToken cancellation) =>
        await History.ReadBackAsync(long.MaxValue, 1, Place.PrivateRoom(person, other), cancellation).ConfigureAwait(false) is [var last] ? ToMessage(last) : null;

    // What was changed since says so behind them, or some would be read as they are not any more. Not behind the newest: a change that was
    // stored since is delivered, and would stand for all that came before it.
    private async ValueTask<OlderAnswer> AnswerAsync(string room, IReadOnlyList<HistoryEntry> entries, bool isFirst, long before)
    {
        var changes = await History.ReadReplacementsAsync([.. entries.Select(entry => entry.Id)], room).ConfigureAwait(false);
        return new OlderAnswer(
            isFirst || entries.Count == 0 ? 1 : entries[0].Id,
            [.. entries.Concat(changes.Where(change => change.Id >= before).OrderBy(change => change.Id)).Select(ToMessage)]);
    }

    private static OlderMessage ToMessage(HistoryEntry entry) => new(
        entry.Id, entry.IsJson ? null : entry.Content, entry.EventName.Length == 0 ? MessageEvent : entry.EventName, entry.Describe());

    /// <summary>Whether a client is somebody, and somebody else than this person.</summary>
    public static bool MayWriteTo(Socket socket, string person) => person != socket.UserId && PersonId.HasSecret(socket.Handshake.Auth);

    private static void Check(Socket socket, Place place)
    {
        if (place.With.Length > 0 && !MayWriteTo(socket, place.With))
        {
            throw new EventArgumentException("private messages are from one person to another");
        }
        if (place.Room.Length > 0 && !Rooms.IsIn(socket, place.Room))
        {
            throw new EventArgumentException("there is no such room, or you are not in it");
        }
    }

    private async ValueTask<long> AppendAsync(string author, string key, string? text, Place place, MessageDetails details, string? eventName, long? replaces = null)
    {
        var options = new AppendOptions
        {
            EventName = eventName,
            Details = details,
            Replaces = replaces,
            Users = place.With.Length > 0 ? [author, place.With] : null,
        };
        var room = place.RoomFor(author);
        var result = await History.AppendAsync(key, text, room, options).ConfigureAwait(false);
        if (result.Status == AppendStatus.KeyConflict)
        {
            // Somebody else's, or of another room: the tutorial's keys can be guessed. A repeat of this one finds it under the same key.
            result = await History.AppendAsync(ChatMessage.KeyOfItsOwn(key, author, room, text), text, room, options).ConfigureAwait(false);
        }
        return result.Id;
    }
}
