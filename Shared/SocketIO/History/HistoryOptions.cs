using SocketIO.Rooms;
using SocketIO.Sequencing;

namespace SocketIO.History;

/// <summary>How a history is kept.</summary>
public sealed record HistoryOptions
{
    /// <summary>
    /// Its name, unique in the cluster. The default is empty, for one history: its rows are those of the Socket.IO tutorial.
    /// </summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// Whether every event carries, behind its id, an object that says what the log knows of it: <c>previous</c>, the id of the one
    /// before it in its room, by which a client finds a gap; <c>at</c>, the time (Unix milliseconds); <c>room</c>, if it is not the
    /// main one; and its details. By default only events in other rooms than the main one, and those with details, have it: all others
    /// look as in the tutorial, where an event has a content and an id.
    /// </summary>
    public bool DescribeEvents { get; init; }

    /// <summary>
    /// How many events of each room are kept: the newest so many, 1 or more. Older ones are removed some seconds later. By default
    /// all.
    /// </summary>
    public long? MaxEvents { get; init; }

    /// <summary>
    /// How long an event is kept; it is removed some seconds later. Rows of the tutorial's server and of former versions, whose time is
    /// not known, go by <see cref="MaxEvents"/> only. By default for ever.
    /// </summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>
    /// Whether <see cref="NamespaceHistory.SearchAsync"/> finds events by their words. What is stored already is indexed, too, in the
    /// background.
    /// </summary>
    public bool IsSearchable { get; init; }

    /// <summary>Whether events are removed at some time.</summary>
    internal bool IsTrimmed => MaxEvents is not null || MaxAge is not null;

    internal HistoryPolicy ToPolicy() => new(Name) { MaxEvents = MaxEvents, MaxAge = MaxAge, IsSearchable = IsSearchable };

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Name);
        if (Name.Contains(OwnNames.Mark))
        {
            throw new ArgumentException("the name of a history must not hold U+0001", nameof(Name));
        }
        if (MaxEvents < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxEvents), MaxEvents, "a history keeps one event of each room at least; leave it out to keep all");
        }
        if (MaxAge < TimeSpan.FromSeconds(1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxAge), MaxAge, "a history keeps events for a second at least; leave it out to keep them for ever");
        }
    }
}
