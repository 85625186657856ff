using System.Collections.Immutable;
using SocketIO.Sequencing;

namespace SocketIO.Presence;

/// <summary>What was said last of each person of each namespace, as long as one of the person's sessions is there. Not thread-safe.</summary>
internal sealed class SaidOfPersons
{
    private readonly Dictionary<(string Namespace, string Person), Said> _persons = [];

    /// <summary>What counts of a session's person; of one without a person what it says itself.</summary>
    public ImmutableDictionary<string, ReadOnlyMemory<byte>> LastOf(in PresentSession session) =>
        _persons.TryGetValue((session.Namespace, session.Person), out var said) ? said.Data : session.Data;

    /// <summary>A session is there.</summary>
    public void Add(in PresentSession session)
    {
        if (session.Person.Length == 0)
        {
            return;
        }
        var person = (session.Namespace, session.Person);
        if (!_persons.TryGetValue(person, out var said))
        {
            _persons.Add(person, said = new Said { Data = session.Data });
        }
        said.Sessions++;
        Note(session);
    }

    /// <summary>A session may have said something.</summary>
    public void Note(in PresentSession session)
    {
        if (_persons.TryGetValue((session.Namespace, session.Person), out var said) && SharedNames.SetAtOf(session.Data) > SharedNames.SetAtOf(said.Data))
        {
            said.Data = session.Data;
        }
    }

    /// <summary>A session is no more.</summary>
    public void Remove(in PresentSession session)
    {
        var person = (session.Namespace, session.Person);
        if (_persons.TryGetValue(person, out var said) && --said.Sessions == 0)
        {
            _persons.Remove(person);
        }
    }

    private sealed class Said
    {
        public int Sessions { get; set; }

        public required ImmutableDictionary<string, ReadOnlyMemory<byte>> Data { get; set; }
    }
}
