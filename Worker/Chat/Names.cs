using SocketIO;

namespace Worker.Chat;

/// <summary>
/// Who has which name, of those who are there. Every worker is told in the same order; of two who take the same name at the same time the
/// later one loses it again, and is told.
/// </summary>
internal sealed class Names(Namespace chat)
{
    private const string YouEvent = "you";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _holders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Begins to follow who has which name.</summary>
    public void Follow(NamespacePresence presence)
    {
        presence.OnChange(change => Note(change.Person, change.Now == PresenceState.Gone ? null : ChatPerson.NameIn(change.Data)));
        // Those who are there when a worker comes are no change.
        presence.Read(persons =>
        {
            foreach (var person in persons)
            {
                Note(person.Person, ChatPerson.NameIn(person.Data));
            }
        });
    }

    /// <summary>The name of a person who is there, if it has one.</summary>
    public string? Of(string person)
    {
        lock (_lock)
        {
            return _names.GetValueOrDefault(person);
        }
    }

    /// <summary>Whether a name is free for a person.</summary>
    public bool IsFree(string name, string person)
    {
        lock (_lock)
        {
            return !_holders.TryGetValue(ChatName.KeyOf(name), out var holder) || holder == person;
        }
    }

    /// <summary>Tells a client who it is.</summary>
    public static void Tell(Socket socket, string person, string? name, string? error = null) =>
        socket.Namespace.Local.To(socket.Id).Emit(YouEvent, new You(person, name, error));

    /// <summary>What somebody is told whose name is another's.</summary>
    public static string TakenError(string name) => $"The name \u201c{name}\u201d is taken by somebody who is here.";

    private void Note(string person, string? name)
    {
        lock (_lock)
        {
            if (_names.Remove(person, out var former))
            {
                _holders.Remove(ChatName.KeyOf(former));
            }
            if (name is null)
            {
                return;
            }
            if (_holders.TryAdd(ChatName.KeyOf(name), person))
            {
                _names[person] = name;
                return;
            }
        }
        TakeAway(person, name);
    }

    private void TakeAway(string person, string name)
    {
        foreach (var (_, socket) in chat.Sockets)
        {
            if (socket.UserId == person)
            {
                socket.SetPresence(null);
                Tell(socket, person, null, TakenError(name));
            }
        }
    }
}
