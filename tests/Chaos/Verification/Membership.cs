using Chaos.Record;

namespace Chaos.Verification;

/// <summary>
/// One stay of a session in a room, as far as the client can know: it was certainly in between the acknowledgement of its
/// join and the sending of its leave, and certainly out before the join's sending and after the leave's acknowledgement.
/// </summary>
internal sealed class Membership(long possibleFrom)
{
    public long PossibleFrom { get; } = possibleFrom;

    public long CertainFrom { get; private set; } = Clock.Never;

    public long CertainTo { get; private set; } = Clock.Never;

    public long PossibleTo { get; private set; } = Clock.Never;

    /// <summary>Whether something that happened at some time between the two reached the room with the client in it.</summary>
    public bool IsCertain(long from, long to) => CertainFrom < from && to < CertainTo;

    /// <summary>Whether it may have.</summary>
    public bool IsPossible(long from, long to) => PossibleFrom <= to && from <= PossibleTo;

    /// <summary>The stays that the requests of one session for one room, in the order of their sending, make up.</summary>
    public static IReadOnlyList<Membership> Of(IEnumerable<RoomRequest> requests)
    {
        List<Membership> stays = [];
        Membership? stay = null;
        foreach (var request in requests)
        {
            if (request.Joins)
            {
                if (stay is null || stay.CertainTo != Clock.Never)
                {
                    stay = new Membership(request.SentAt);
                    stays.Add(stay);
                }
                // A request that was sent again counts from its first sending to its first acknowledgement.
                stay.CertainFrom = Math.Min(stay.CertainFrom, request.AckedAt);
            }
            else if (stay is not null)
            {
                stay.CertainTo = Math.Min(stay.CertainTo, request.SentAt);
                stay.PossibleTo = Math.Min(stay.PossibleTo, request.AckedAt);
            }
        }
        return stays;
    }
}
