using System.Text.Json;
using SocketIO;
using SocketIO.Arguments;
using SocketIO.History;
using SocketIO.Namespaces;
using SocketIO.Recovery;
using SocketIO.Sockets;

namespace Worker.Chat;

/// <summary>
/// The public rooms. Which there are the directory knows; who is in one is presence, and what is said there is in the history of the
/// messages.
/// </summary>
internal sealed class Rooms
{
    private const string PresenceEvent = "room presence";
    private const int PageSize = 100;
    private const int MostOfAClient = 50;

    /// <summary>What making a room counts, in messages: everybody is told of it, for ever.</summary>
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

    /// <summary>Begins to tell a client which rooms there are, and brings it into those that it says it is in, from where it has each.</summary>
    public async ValueTask ConnectAsync(Socket socket, ClientPace pace)
    {
        _directory.Tell(socket);
        var auth = socket.Handshake.Auth;
        if (socket.Recovered || !auth.TryGetProperty("rooms", out var given) || given.ValueKind != JsonValueKind.Object)
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
            Enter(socket, [.. positions.Values]);
        }
    }

    /// <summary>Brings a client into a room, which is made if there is none of that name; its messages follow.</summary>
    /// <exception cref="EventArgumentException">It is no name, or the client is in too many; the client is told.</exception>
    public async ValueTask<RoomAnswer> EnterAsync(Socket socket, EventArguments arguments, ClientPace pace)
    {
        var name = NameFrom(arguments);
        var after = arguments.Count > 1 && arguments.TryGet<long>(1, out var given) ? given : 0;
        if (!IsIn(socket, name) && NamesOf(socket).Length >= MostOfAClient)
        {
            throw new EventArgumentException($"one can be in {MostOfAClient} rooms");
        }
        name = await FindOrMakeAsync(name, pace).ConfigureAwait(false);
        Enter(socket, [new RoomPosition(name, after)]);
        var answer = new TaskCompletionSource<RoomAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_presence.Room(name).ReadPage(null, PageSize, page =>
            answer.SetResult(new RoomAnswer(name, ChatPresence.StatesOf(page), ChatPresence.SummaryOf(page.Counts, page.Next is null)))))
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
        if (IsIn(socket, name))
        {
            socket.Data[DataKey] = NamesOf(socket).Where(each => each != name).ToArray();
            _messages.History.Leave(socket, name);
            _presence.Exit(socket, name);
        }
        return new LeftAnswer(name);
    }

    private async ValueTask<string> FindOrMakeAsync(string wanted, ClientPace pace)
    {
        var (name, isNew) = await _directory.FindOrMakeAsync(wanted).ConfigureAwait(false);
        if (isNew)
        {
            pace.Charge(Price);
            await pace.WaitAsync().ConfigureAwait(false);
        }
        return name;
    }

    private void Enter(Socket socket, IReadOnlyList<RoomPosition> positions)
    {
        _messages.History.Replay(socket, positions, _size.Limit);
        foreach (var position in positions)
        {
            _presence.Enter(socket, position.Room);
        }
        // Last: who may write there is in it.
        socket.Data[DataKey] = NamesOf(socket).Union(positions.Select(position => position.Room)).ToArray();
    }

    private static string NameFrom(EventArguments arguments) =>
        arguments.TryGet<string>(0, out var given) && RoomName.From(given) is { } name ? name : throw new EventArgumentException(RoomName.Rule);

    private static string[] NamesOf(Socket socket) => socket.Data.Get<string[]>(DataKey) ?? [];

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
