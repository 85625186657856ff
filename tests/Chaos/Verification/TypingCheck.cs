using Chaos.Record;

namespace Chaos.Verification;

/// <summary>
/// Whoever is told that somebody types is where that is, and he did type there before; in a room he was in, and in private to whoever is told.
/// Nobody is told of himself. That it is told at all, and when, is no promise.
/// </summary>
internal static class TypingCheck
{
    public static void Run(RunHistory history, ICollection<Violation> violations)
    {
        var stays = history.Clients.Where(client => client.Person is not null).ToDictionary(client => client, PublicStays.Of);
        var typists = stays.Keys.ToLookup(client => client.Person!, StringComparer.Ordinal);
        foreach (var client in history.Clients)
        {
            foreach (var notice in client.TypingNotices.Where(notice => !history.HasStrangers || typists.Contains(notice.Person)))
            {
                if (FaultOf(client, notice) is { } fault)
                {
                    violations.Add(new Violation(
                        "who types is told to those there",
                        $"client {client.Index} of {client.Person ?? "nobody"} was told that {notice.Person} types {(notice.IsPrivate ? "in private" : $"in \"{notice.Room}\"")}, {fault}",
                        Client: client.Index, At: notice.At));
                }
            }
        }

        string? FaultOf(ClientRecord client, TypingNotice notice)
        {
            if (notice.Person == client.Person)
            {
                return "which is its own person";
            }
            if (notice.Room is { } room && !WasIn(client, room, notice.At, notice.At))
            {
                return "where it was not";
            }
            return typists[notice.Person].Any(typist => DidType(typist, notice, client.Person)) ? null : "who did not";
        }

        bool DidType(ClientRecord typist, TypingNotice notice, string? hearer) => typist.Typed.Any(typed =>
            typed.SentAt <= notice.At
            && (notice.IsPrivate
                ? typed.To is not null && typed.To == hearer
                : typed.To is null && typed.Room == (notice.Room ?? "") && (notice.Room is null || WasIn(typist, notice.Room, typed.SentAt, notice.At))));

        bool WasIn(ClientRecord client, string room, long from, long to) =>
            stays.TryGetValue(client, out var rooms) && rooms.TryGetValue(room, out var stay) && stay.IsPossibleWithin(from, to);
    }
}
