using System.Text.Json;
using SocketIO.Arguments;
using SocketIO.Sequencing;

namespace SocketIO.Presence;

/// <summary>The persons of a namespace and their sessions; the persons in an order, so that they can be read in pages. Not thread-safe.</summary>
internal sealed class PersonIndex
{
    private readonly Dictionary<string, Entry> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Person> _persons = new(StringComparer.Ordinal);
    private readonly SortedSet<Person> _order = new(Comparer<Person>.Create(static (one, other) =>
        other.State.CompareTo(one.State) is var order and not 0 ? order : string.CompareOrdinal(one.Name, other.Name)));

    private int _online;

    public PresenceCounts Counts => new(_online, _order.Count - _online);

    /// <summary>How many sessions all of them have.</summary>
    public int Sessions => _sessions.Count;

    public IReadOnlyList<PresentPerson> All() => [.. _order.Select(person => person.ToPresent())];

    /// <summary>The persons behind a place in the order, so many at the most.</summary>
    public PresencePage Page(string? after, int count)
    {
        // Without the ids of their sessions: one person may have very many.
        var persons = new List<ListedPerson>(Math.Min(count, _order.Count));
        Person? last = null;
        foreach (var person in Behind(after))
        {
            if (persons.Count == count)
            {
                return new PresencePage(persons, Counts, last!.Place);
            }
            persons.Add(person.ToListed());
            last = person;
        }
        return new PresencePage(persons, Counts, null);
    }

    /// <summary>A session is there, with its client or without.</summary>
    /// <param name="session">The session.</param>
    /// <param name="counts">What counts of its person, where that is known; else what the person's sessions here have said last does.</param>
    /// <param name="changed">Told when a person's state, or data, are others by it.</param>
    /// <returns>What counts of the person now, and whether it is something else.</returns>
    public (PersonData Counts, bool IsOther) Set(in PresentSession session, PersonData? counts, Action<PresenceChange> changed)
    {
        var name = NameOf(session);
        if (_sessions.TryGetValue(session.Sid, out var entry) && entry.Person.Name != name)
        {
            Remove(session.Sid, changed);
            entry = null;
        }
        if (entry is null)
        {
            if (!_persons.TryGetValue(name, out var person))
            {
                _persons.Add(name, person = new Person(name));
            }
            entry = person.Add(session.Sid);
            _sessions.Add(session.Sid, entry);
        }
        entry.IsAway = session.IsAway;
        var former = entry.Person.Json;
        var said = PersonData.Of(session);
        // It is said of a session again and again as it was; another one may have said something since.
        var isOther = counts is { } known ? entry.Person.Take(known) : said != entry.Said && said.SetAt >= entry.Person.Data.SetAt && entry.Person.Take(said);
        entry.Said = said;
        Settle(entry.Person, isOther, former, changed);
        return (entry.Person.Data, isOther);
    }

    /// <summary>Something else counts of a person.</summary>
    /// <param name="name">The person; of one that is not there, nothing happens.</param>
    /// <param name="counts">What counts now.</param>
    /// <param name="changed">Told if that is something else here.</param>
    public void SetData(string name, in PersonData counts, Action<PresenceChange> changed)
    {
        if (_persons.TryGetValue(name, out var person))
        {
            var former = person.Json;
            Settle(person, person.Take(counts), former, changed);
        }
    }

    /// <summary>Who a session is of: one without a person stands for itself.</summary>
    public static string NameOf(in PresentSession session) => session.Person.Length > 0 ? session.Person : session.Sid;

    /// <summary>A session is no more.</summary>
    /// <param name="sid">Its id; of one that is not there, nothing happens.</param>
    /// <param name="changed">Told when a person's state is another one by it.</param>
    public void Remove(string sid, Action<PresenceChange> changed)
    {
        if (_sessions.Remove(sid, out var entry))
        {
            // What it has said goes on to count, also of somebody who goes: so everybody knows the same, whenever he came.
            entry.Person.Remove(entry);
            Settle(entry.Person, hasOtherData: false, entry.Person.Json, changed);
        }
    }

    private IEnumerable<Person> Behind(string? after)
    {
        if (string.IsNullOrEmpty(after))
        {
            return _order;
        }
        var from = Person.At(after);
        return _order.Max is { } last && _order.Comparer.Compare(from, last) < 0
            ? _order.GetViewBetween(from, last).SkipWhile(person => _order.Comparer.Compare(person, from) == 0)
            : [];
    }

    private void Settle(Person person, bool hasOtherData, JsonElement? formerData, Action<PresenceChange> changed)
    {
        var (before, now) = (person.State, person.Current);
        if (before == now && !hasOtherData)
        {
            return;
        }
        var change = new PresenceChange(person.Name, before, now) { Data = person.Json, FormerData = formerData };
        if (before == now)
        {
            changed(change);
            return;
        }
        // The order goes by the state: out of it before that is another one.
        _order.Remove(person);
        person.State = now;
        if (now == PresenceState.Gone)
        {
            _persons.Remove(person.Name);
        }
        else
        {
            _order.Add(person);
        }
        _online += (now == PresenceState.Online ? 1 : 0) - (before == PresenceState.Online ? 1 : 0);
        changed(change);
    }

    private sealed class Person(string name)
    {
        private const char OnlineMark = 'o';
        private const char AwayMark = 'a';

        private readonly List<Entry> _sessions = new(capacity: 1);

        public string Name => name;

        /// <summary>What was said of the person last, and when.</summary>
        public PersonData Data { get; private set; }

        /// <summary>The same, as it is told.</summary>
        public JsonElement? Json { get; private set; }

        /// <summary>The state at which the person stands in the order.</summary>
        public PresenceState State { get; set; }

        /// <summary>How many sessions are with their clients.</summary>
        public int Connected { get; set; }

        public PresenceState Current =>
            _sessions.Count == 0 ? PresenceState.Gone : Connected > 0 ? PresenceState.Online : PresenceState.Away;

        /// <summary>The place in the order, as a text.</summary>
        public string Place => $"{(State == PresenceState.Away ? AwayMark : OnlineMark)}{Name}";

        /// <summary>Stands for a place in the order, whether somebody is there or not.</summary>
        public static Person At(string place) =>
            new(place[1..]) { State = place[0] == AwayMark ? PresenceState.Away : PresenceState.Online };

        public Entry Add(string sid)
        {
            var entry = new Entry(this, sid, _sessions.Count);
            _sessions.Add(entry);
            return entry;
        }

        public void Remove(Entry entry)
        {
            entry.IsAway = true;
            _sessions[entry.Index] = _sessions[^1];
            _sessions[entry.Index].Index = entry.Index;
            _sessions.RemoveAt(_sessions.Count - 1);
        }

        /// <summary>Takes what counts of the person from now on; true if it is something else.</summary>
        public bool Take(in PersonData said)
        {
            var isOther = !said.Json.Span.SequenceEqual(Data.Json.Span);
            Data = said;
            if (isOther)
            {
                Json = said.Json.IsEmpty ? null : ArgumentSerializer.ParseElement(said.Json.Span);
            }
            return isOther;
        }

        public ListedPerson ToListed() => new(Name, State, _sessions.Count) { Data = Json };

        public PresentPerson ToPresent() => new(Name, State, _sessions.ConvertAll(entry => entry.Sid)) { Data = Json };
    }

    /// <summary>A session of a person.</summary>
    private sealed class Entry(Person person, string sid, int index)
    {
        public Person Person => person;

        public string Sid => sid;

        /// <summary>What it has said of its person.</summary>
        public PersonData Said { get; set; }

        /// <summary>Where it stands among those of the person.</summary>
        public int Index { get; set; } = index;

        public bool IsAway
        {
            get;
            set
            {
                person.Connected += (field ? 1 : 0) - (value ? 1 : 0);
                field = value;
            }
        } = true;
    }
}
