using Microsoft.Extensions.Logging;
using SocketIO.Diagnostics;
using SocketIO.Handlers;
using SocketIO.Sequencing;

namespace SocketIO.Presence;

/// <summary>Some sessions by person, whose changes are told in the order in which they happen, and may be gathered first. Thread-safe.</summary>
internal sealed class PresenceList
{
    private readonly Lock _lock = new();
    private readonly PersonIndex _persons = new();
    private readonly SerialQueue _queue;
    private readonly ILogger _logger;
    private readonly GatheredChanges _gathered;
    private readonly Action<PresenceChange> _change;
    private readonly Func<bool> _gathers;
    private readonly Action<PresenceChanges> _changes;
    private readonly Action? _told;

    /// <param name="queue">Runs what is done with what is read here.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told what fails.</param>
    /// <param name="change">Told each change, in the lock.</param>
    /// <param name="gathers">Whether anybody wants changes that are gathered.</param>
    /// <param name="changes">Told those, in the lock.</param>
    /// <param name="told">Called behind that, in the lock, also when in the end there was nothing to tell.</param>
    public PresenceList(
        SerialQueue queue,
        TimeProvider time,
        ILogger logger,
        Action<PresenceChange> change,
        Func<bool> gathers,
        Action<PresenceChanges> changes,
        Action? told = null)
    {
        _queue = queue;
        _logger = logger;
        _change = change;
        _gathers = gathers;
        _changes = changes;
        _told = told;
        _gathered = new GatheredChanges(time, TellGathered);
    }

    public IReadOnlyList<PresentPerson> Persons
    {
        get
        {
            lock (_lock)
            {
                return _persons.All();
            }
        }
    }

    public PresenceCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return _persons.Counts;
            }
        }
    }

    /// <summary>Whether nobody is there, and nothing is left to be told.</summary>
    public bool IsOver
    {
        get
        {
            lock (_lock)
            {
                return _persons.Sessions == 0 && _gathered.IsEmpty;
            }
        }
    }

    public void Read(Func<IReadOnlyList<PresentPerson>, ValueTask> handler)
    {
        lock (_lock)
        {
            // In the lock, as the changes: what is read here belongs to this place in the queue.
            var persons = _persons.All();
            _queue.Add(() => handler(persons), exception => Log.PresenceReaderFailed(_logger, exception));
        }
    }

    public void ReadPage(string? after, int count, Func<PresencePage, ValueTask> handler)
    {
        lock (_lock)
        {
            _gathered.NoteRead();
            var page = _persons.Page(after, count);
            _queue.Add(() => handler(page), exception => Log.PresenceReaderFailed(_logger, exception));
        }
    }

    /// <inheritdoc cref="PersonIndex.Set"/>
    public (PersonData Counts, bool IsOther) Set(in PresentSession session, PersonData? counts, bool silently)
    {
        lock (_lock)
        {
            return _persons.Set(session, counts, silently ? static _ => { } : Raise);
        }
    }

    /// <inheritdoc cref="PersonIndex.SetData"/>
    public void SetData(string person, in PersonData counts, bool silently)
    {
        lock (_lock)
        {
            _persons.SetData(person, counts, silently ? static _ => { } : Raise);
        }
    }

    public void Remove(string sid)
    {
        lock (_lock)
        {
            _persons.Remove(sid, Raise);
        }
    }

    private void Raise(PresenceChange change)
    {
        _change(change);
        if (_gathers())
        {
            _gathered.Add(change, _persons.Sessions);
        }
    }

    private void TellGathered()
    {
        lock (_lock)
        {
            // The numbers, too, belong to this place in the queue.
            var changes = new PresenceChanges(_gathered.Take(), _persons.Counts);
            if (changes.Changes.Count > 0)
            {
                _changes(changes);
            }
            _told?.Invoke();
        }
    }
}
