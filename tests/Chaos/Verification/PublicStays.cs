using Chaos.Record;

namespace Chaos.Verification;

/// <summary>
/// When a client may have been in one public room: from the sending of its join to the acknowledgement of its leave, or to a session that
/// begins without the room. A new session that begins with it goes on with the stay.
/// </summary>
internal sealed class PublicStays
{
    private readonly List<(long From, long To)> _stays = [];

    public PublicStays(ClientRecord client, string room)
    {
        var from = Clock.Never;
        var joinedAt = Clock.Never;
        var changes = client.Requests
            .Where(request => request.IsPublic && request.Room == room)
            .Select(request => request.Joins ? (At: request.SentAt, IsIn: true, request.AckedAt) : (At: request.AckedAt, IsIn: false, request.AckedAt))
            .Concat(client.Connections
                .Where((connection, i) => i > 0 && connection.Session != client.Connections[i - 1].Session)
                .Select(connection => (At: connection.AnsweredAt, IsIn: connection.Rooms.Contains(room), AckedAt: connection.AnsweredAt)))
            .Where(change => change.At != Clock.Never)
            .OrderBy(change => change.At);
        foreach (var change in changes)
        {
            if (change.IsIn)
            {
                from = Math.Min(from, change.At);
                joinedAt = Math.Min(joinedAt, change.AckedAt);
            }
            else if (from != Clock.Never)
            {
                _stays.Add((from, change.At));
                (from, joinedAt) = (Clock.Never, Clock.Never);
            }
        }
        if (from != Clock.Never)
        {
            _stays.Add((from, Clock.Never));
        }
        IsInAtTheEnd = joinedAt != Clock.Never;
    }

    /// <summary>Whether it is in the room when the run is over.</summary>
    public bool IsInAtTheEnd { get; }

    public bool IsPossibleAt(long time) => IsPossibleWithin(time, time);

    /// <summary>Whether it may have been in the room at some time between these two.</summary>
    public bool IsPossibleWithin(long from, long to) => _stays.Any(stay => stay.From <= to && from <= stay.To);

    /// <summary>The stays of a client in all rooms that it ever asked for.</summary>
    public static Dictionary<string, PublicStays> Of(ClientRecord client) => client.Requests
        .Where(request => request.IsPublic)
        .Select(request => request.Room)
        .Distinct()
        .ToDictionary(room => room, room => new PublicStays(client, room), StringComparer.Ordinal);
}
