using System.Text.Json;
using Chaos.Protocol;
using Chaos.Record;

namespace Chaos.Clients;

/// <summary>
/// Who is there, as one client is told: what it was told last of a person holds. See docs/chat.md for the events.
/// </summary>
/// <param name="askMore">Asks for the list from a place on, or for its beginning.</param>
internal sealed class PresenceBook(Action<string?> askMore)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PersonPicture> _everywhere = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, PersonPicture>> _rooms = new(StringComparer.Ordinal);
    private bool _isAsked;

    /// <summary>Takes an event, if it is one of presence.</summary>
    /// <returns>Those who are told to be gone from the namespace.</returns>
    public IReadOnlyList<string> Received(ServerEvent @event)
    {
        lock (_lock)
        {
            switch (@event.Name)
            {
                case "online":
                    _everywhere.Clear();
                    Page(@event);
                    return [];
                case "online more":
                    Page(@event);
                    return [];
                case "presence":
                    var gone = Set(_everywhere, @event.Nested(0));
                    if (!@event.Nested(1).GetProperty("whole").GetBoolean())
                    {
                        Ask(null);
                    }
                    return gone;
                case "room online" when _rooms.ContainsKey(@event.Arguments[0].Text!):
                    Set(_rooms[@event.Arguments[0].Text!] = new(StringComparer.Ordinal), @event.Nested(1));
                    return [];
                case "room presence" when _rooms.TryGetValue(@event.Arguments[0].Text!, out var room):
                    Set(room, @event.Nested(1));
                    return [];
                default:
                    return [];
            }
        }
    }

    /// <summary>The client wants to hear of a room.</summary>
    public void Entered(string room)
    {
        lock (_lock)
        {
            _rooms.TryAdd(room, new(StringComparer.Ordinal));
        }
    }

    /// <summary>The client wants to hear of a room no more.</summary>
    public void Left(string room)
    {
        lock (_lock)
        {
            _rooms.Remove(room);
        }
    }

    /// <summary>A connection begins, which tells afresh.</summary>
    /// <param name="rooms">The rooms of a new session; <see langword="null"/> for one that goes on.</param>
    public void Connected(IReadOnlyList<string>? rooms)
    {
        lock (_lock)
        {
            _isAsked = false;
            if (rooms is not null)
            {
                _rooms.Clear();
                foreach (var room in rooms)
                {
                    _rooms.Add(room, new(StringComparer.Ordinal));
                }
            }
        }
    }

    public PresenceView View(int client, string? person, string? name, bool isConnected)
    {
        lock (_lock)
        {
            return new PresenceView(
                client, person, name, isConnected, Copy(_everywhere),
                _rooms.ToDictionary(room => room.Key, room => Copy(room.Value), StringComparer.Ordinal));
        }
    }

    private static IReadOnlyDictionary<string, PersonPicture> Copy(Dictionary<string, PersonPicture> persons) =>
        new Dictionary<string, PersonPicture>(persons, StringComparer.Ordinal);

    private static List<string> Set(Dictionary<string, PersonPicture> persons, JsonElement told)
    {
        List<string> gone = [];
        foreach (var each in told.EnumerateArray())
        {
            var person = each.GetProperty("person").GetString()!;
            var state = each.GetProperty("state").GetString()!;
            if (state == PersonPicture.Gone)
            {
                persons.Remove(person);
                gone.Add(person);
            }
            else
            {
                persons[person] = new PersonPicture(state, each.TryGetProperty("name", out var name) ? name.GetString() : null);
            }
        }
        return gone;
    }

    private void Page(ServerEvent @event)
    {
        _isAsked = false;
        Set(_everywhere, @event.Nested(0));
        if (@event.Nested(1).GetProperty("next").GetString() is { } next)
        {
            Ask(next);
        }
    }

    private void Ask(string? after)
    {
        if (!_isAsked)
        {
            _isAsked = true;
            askMore(after);
        }
    }
}
