namespace SocketIO.History;

/// <summary>What an event that is appended to a history has of its own.</summary>
public sealed record AppendOptions
{
    /// <summary>
    /// The event that carries it to clients, here and in every replay; by default <see cref="NamespaceHistory.EventName"/>. So a
    /// history can hold, in one order, what clients treat differently, such as messages and their corrections.
    /// </summary>
    public string? EventName { get; init; }

    /// <summary>
    /// What is stored beside the content and goes into the description behind the id: something that is written as a JSON object,
    /// without <c>previous</c>, <c>at</c> and <c>room</c>. A repeat of a key need not have the same.
    /// </summary>
    public object? Details { get; init; }

    /// <summary>
    /// The id of an earlier event of the same room in whose place this one stands: its correction, or, without content
    /// (<see langword="null"/>), its removal. A search then finds this one, by its own words, and no more that one nor what stood in its
    /// place before; so of an event that is corrected again, name the first. It does not change what is stored and replayed, and clients
    /// are not told: say it in the details, too, if they are to know. An id that is none of the room's changes nothing.
    /// </summary>
    public long? Replaces { get; init; }

    /// <summary>
    /// The users who get it, all their sockets on all workers, in place of those who have its room. Such a room is for what only some
    /// may read: it is replayed to nobody by itself, and the application gives it, with <see cref="NamespaceHistory.ReadBackAsync"/>, to
    /// those users only. <see langword="null"/> for those who have the room.
    /// </summary>
    public IReadOnlyCollection<string>? Users { get; init; }
}
