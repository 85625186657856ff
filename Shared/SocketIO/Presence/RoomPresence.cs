using SocketIO.Presence;

namespace SocketIO;

/// <summary>Who is in one room, in the whole cluster: a view, which needs not be kept.</summary>
public sealed class RoomPresence
{
    private readonly PresenceList? _list;

    internal RoomPresence(string room, PresenceList? list)
    {
        Room = room;
        _list = list;
    }

    /// <summary>The room.</summary>
    public string Room { get; }

    /// <summary>Everybody in it who is online or away: a copy.</summary>
    public IReadOnlyList<PresentPerson> Persons => _list?.Persons ?? [];

    /// <summary>How many persons in it are online, and how many are away.</summary>
    public PresenceCounts Counts => _list?.Counts ?? default;

    /// <inheritdoc cref="NamespacePresence.ReadPage"/>
    /// <returns>Whether anybody is in it, or was a moment ago; if not, the handler is not run.</returns>
    public bool ReadPage(string? after, int count, Func<PresencePage, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _list?.ReadPage(after, count, handler);
        return _list is not null;
    }
}
