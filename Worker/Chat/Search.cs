using SocketIO;

namespace Worker.Chat;

/// <summary>
/// Finds messages by their words in what somebody may read: the main room, the public rooms that one is in, and one's private conversations.
/// </summary>
internal sealed class Search(Messages messages, Conversations conversations)
{
    private const int PageSize = 20;
    private const int MaxLength = 200;

    /// <summary>What it counts, in messages, beside the one that each event does: it reads more than it answers.</summary>
    private const int Price = 4;

    /// <summary>So many places more count as one message more.</summary>
    private const int PlacesForOne = 5;

    /// <summary>Answers with the newest messages that have the words, of those before an id.</summary>
    /// <exception cref="EventArgumentException">It is no text, or no id; the client is told.</exception>
    public async ValueTask<FoundAnswer> FindAsync(Socket socket, EventArguments arguments, ClientPace pace)
    {
        if (!arguments.TryGet<string>(0, out var text) || text.Length is 0 or > MaxLength)
        {
            throw new EventArgumentException($"what is looked for must be a text of 1 to {MaxLength} characters");
        }
        var before = long.MaxValue;
        if (arguments.Count > 1 && !arguments[1].IsNull && (!arguments.TryGet(1, out before) || before < 1))
        {
            throw new EventArgumentException("the id before which messages are looked for must be a whole number from 1 on, or null for the newest");
        }
        try
        {
            var rooms = await RoomsOfAsync(socket).ConfigureAwait(false);
            pace.Charge(Price + (rooms.Count / PlacesForOne));
            var found = await messages.FindAsync(text, rooms, before, PageSize, socket.ConnectionAborted).ConfigureAwait(false);
            return new FoundAnswer(found, found.Count < PageSize ? null : found[0].Id);
        }
        catch (TimeoutException)
        {
            throw new EventException("the search took too long; look for something rarer, or try again later");
        }
    }

    private async ValueTask<IReadOnlyList<string>> RoomsOfAsync(Socket socket)
    {
        var person = socket.UserId!;
        List<string> rooms = [Place.Main.Room, .. Rooms.NamesOf(socket)];
        if (PersonId.HasSecret(socket.Handshake.Auth))
        {
            var others = await conversations.OthersOfAsync(person, socket.ConnectionAborted).ConfigureAwait(false);
            rooms.AddRange(others.Select(other => Place.PrivateRoom(person, other)));
        }
        return rooms;
    }
}
