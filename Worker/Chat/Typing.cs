using SocketIO;

namespace Worker.Chat;

/// <summary>
/// Passes on that somebody writes, to those who are in the same conversation, on all workers. It is no promise: who cannot take it at once
/// does not get it.
/// </summary>
internal sealed class Typing(NamespacePresence presence, Names names, TimeProvider time)
{
    private const string LastKey = "typing";

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private const string TypingEvent = "typing";

    /// <summary>Among more than so many it says nothing, and would be told to each of them.</summary>
    private const int MostReaders = 500;

    /// <summary>Passes it on.</summary>
    /// <param name="socket">Who writes.</param>
    /// <param name="arguments">Where, and whether the person has stopped.</param>
    /// <exception cref="EventArgumentException">It is no place; the client is told.</exception>
    public void PassOn(Socket socket, EventArguments arguments)
    {
        var place = Place.From(arguments, 0);
        var stopped = arguments.Count > 1 && arguments.TryGet<bool>(1, out var given) && given;
        var person = socket.UserId!;
        if (!MayTell(socket, place, stopped) || (place.With.Length > 0 && !Messages.MayWriteTo(socket, place.With)))
        {
            return;
        }
        var notice = new TypingNotice(
            person, names.Of(person), place.Room.Length > 0 ? place.Room : null, place.With.Length > 0 ? true : null, stopped ? true : null);
        if (place.With.Length > 0)
        {
            socket.Namespace.User(place.With).Volatile.Emit(TypingEvent, notice);
        }
        else if (place.Room.Length > 0)
        {
            if (Rooms.IsIn(socket, place.Room) && presence.Room(place.Room).Counts.Online <= MostReaders)
            {
                presence.Members(place.Room).ExceptUser(person).Volatile.Emit(TypingEvent, notice);
            }
        }
        else if (presence.Counts.Online <= MostReaders)
        {
            socket.Namespace.ExceptUser(person).Volatile.Emit(TypingEvent, notice);
        }
    }

    // That somebody has stopped follows what was told, and is told.
    private bool MayTell(Socket socket, Place place, bool stopped)
    {
        var now = time.GetTimestamp();
        if (socket.Items.TryGetValue(LastKey, out var last) && last is (Place former, long at) && former == place && time.GetElapsedTime(at, now) < Shortest && !stopped)
        {
            return false;
        }
        socket.Items[LastKey] = (place, now);
        return true;
    }
}
