using System.Text.Json;
using SocketIO;
using SocketIO.History;

namespace Worker.Chat;

/// <summary>
/// The public rooms. Which there are the directory knows; who is in one is presence, and what is said there is in the history of the
/// messages.
/// </summary>
internal sealed class Rooms
{
    private const string ListEvent = "room online";
    private const string PresenceEvent = "room presence";
    private const int PageSize = 100;
    private const int MostOfAClient = 50;

    /// <summary>What making a room counts, in messages, with the one that is waited for: everybody is told of it, for ever.</summary>
    private const int Price = 20;

    /// <summary>Where a session keeps which rooms it is in: it comes back to them.</summary>
    private const string DataKey = "rooms";

    private readonly RoomDirectory _directory;
    private readonly NamespacePresence _presence;
    private readonly Messages _messages;
    private readonly HistorySize _size;

    public Rooms(Namespace chat, NamespacePresence presence, Messages messages, HistorySize size)
    {
        _directory = new RoomDirectory(chat);
        _presence = presence;
        _messages = messages;
        _size = size;
        presence.OnRoomChanges((room, told) => presence.Members(room).Local.Emit(
            PresenceEvent, room, ChatPresence.StatesOf(told.Changes, PageSize), ChatPresence.SummaryOf(told.Counts, told.Changes.Count <= PageSize)));
    }

    /// <summary>Whether a client is in a room.</summary>
    public static bool IsIn(Socket socket, string room) => NamesOf(socket).Contains(room);

    /// <summary>The rooms that a client is in.</summary>
    public static string[] NamesOf(Socket socket) => socket.Data.Get<string[]>(DataKey) ?? [];

    /// <summary>Begins to tell a client which rooms there are, and brings it into those that it says it is in, from where it has each.</summary>
    public async ValueTask ConnectAsync(Socket socket, ClientPace pace)
    {
        _directory.Tell(socket);
        if (socket.Recovered)
        {
            // It is in them, and was told nothing meanwhile of who is there.
            TellWhoIsIn(socket, NamesOf(socket));
            return;
        }
        var auth = socket.Handshake.Auth;
        if (!auth.TryGetProperty("rooms", out var given) || given.ValueKind != JsonValueKind.Object)
        {
            return;
        }
        var isOfNow = ReplayPosition.IsOf(auth, _messages.History.Epoch);
        var positions = new Dictionary<string, RoomPosition>(StringComparer.Ordinal);
        foreach (var room in given.EnumerateObject())
        {
            if (positions.Count < MostOfAClient && RoomName.From(NameOf(room)) is { } wanted && room.Value.ValueKind == JsonValueKind.Number && room.Value.TryGetInt64(out var after))
            {
                // One that is unknown is made: the store may be another one than the client's.
                var name = await FindOrMakeAsync(wanted, pace).ConfigureAwait(false);
                positions.TryAdd(name, new RoomPosition(name, isOfNow ? after : 0));
            }
        }
        if (positions.Count > 0)
        {
            await EnterAsync(socket, [.. positions.Values]).ConfigureAwait(false);
            TellWhoIsIn(socket, positions.Keys);
        }
    }

    /// <summary>Brings a client into a room, which is made if there is none of that name; its messages follow.</summary>
    /// <exception cref="EventArgumentException">It is no name, or the client is in too many; the client is told.</exception>
    public async ValueTask<RoomAnswer> EnterAsync(Socket socket, EventArguments arguments, ClientPace pace)
    {
        var name = NameFrom(arguments);
        var after = arguments.Count > 1 && arguments.TryGet<long>(1, out var given) ? given : 0;
        name = await FindOrMakeAsync(name, pace).ConfigureAwait(false);
        if (!IsIn(socket, name) && NamesOf(socket).Length >= MostOfAClient)
        {
            throw new EventArgumentException($"one can be in {MostOfAClient} rooms");
        }
        await EnterAsync(socket, [new RoomPosition(name, after)]).ConfigureAwait(false);
        var answer = new TaskCompletionSource<RoomAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_presence.Room(name).ReadPage(null, PageSize, page =>
        {
            answer.SetResult(new RoomAnswer(name, ChatPresence.StatesOf(page), ChatPresence.SummaryOf(page.Counts, page.Next is null)));
            Tell(socket, name, page);
        }))
        {
            answer.SetResult(new RoomAnswer(name, [], new PresenceSummary(0, 0, true, null, null)));
        }
        return await answer.Task.ConfigureAwait(false);
    }

    /// <summary>Takes a client out of a room.</summary>
    /// <exception cref="EventArgumentException">It is no name; the client is told.</exception>
    public LeftAnswer Leave(Socket socket, EventArguments arguments)
    {
        var name = NameFrom(arguments);
        // Also when the data do not say that it is in: a worker that was killed may have got no further than that, on the way in or out.
        _messages.History.Leave(socket, name);
        _presence.Exit(socket, name);
        if (IsIn(socket, name))
        {
            socket.Data[DataKey] = NamesOf(socket).Where(each => each != name).ToArray();
        }
        return new LeftAnswer(name);
    }

    private async ValueTask<string> FindOrMakeAsync(string wanted, ClientPace pace)
    {
        var (name, isNew) = await _directory.FindOrMakeAsync(wanted).ConfigureAwait(false);
        if (isNew)
        {
            pace.Charge(Price - 1);
            await pace.WaitAsync().ConfigureAwait(false);
        }
        return name;
    }

    /// <summary>Completes when the client is told of every change of who is in the rooms: a list that is made earlier could lack one.</summary>
    private Task EnterAsync(Socket socket, IReadOnlyList<RoomPosition> positions)
    {
        _messages.History.Replay(socket, positions, _size.Limit);
        var entered = Task.CompletedTask;
        foreach (var position in positions)
        {
            entered = _presence.EnterAsync(socket, position.Room);
        }
        // Last: who may write there is in it.
        socket.Data[DataKey] = NamesOf(socket).Union(positions.Select(position => position.Room)).ToArray();
        return entered;
    }

    private void TellWhoIsIn(Socket socket, IEnumerable<string> rooms)
    {
        foreach (var room in rooms)
        {
            _presence.Room(room).ReadPage(null, PageSize, page => Tell(socket, room, page));
        }
    }

    // As an event, in one order with those of changes; an answer may come behind changes that are younger.
    private static void Tell(Socket socket, string room, PresencePage page)
    {
        if (socket.Connected)
        {
            socket.Namespace.Local.To(socket.Id).Emit(ListEvent, room, ChatPresence.StatesOf(page), ChatPresence.SummaryOf(page.Counts, page.Next is null));
        }
    }

    private static string NameFrom(EventArguments arguments) =>
        arguments.TryGet<string>(0, out var given) && RoomName.From(given) is { } name ? name : throw new EventArgumentException(RoomName.Rule);

    private static string? NameOf(JsonProperty room)
    {
        try
        {
            return room.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
