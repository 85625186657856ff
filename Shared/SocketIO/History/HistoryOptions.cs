using SocketIO.Adapters;

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

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Name);
        if (Name.Contains(OwnNames.Mark))
        {
            throw new ArgumentException("the name of a history must not hold U+0001", nameof(Name));
        }
    }
}
