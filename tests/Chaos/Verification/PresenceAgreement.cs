using Chaos.Record;

namespace Chaos.Verification;

/// <summary>A client sees somebody otherwise than it is, or than another client does.</summary>
/// <param name="What">How.</param>
/// <param name="Client">The client.</param>
/// <param name="Person">Whom it sees so.</param>
/// <param name="Room">In which room, if it is in one.</param>
internal sealed record PresenceFault(string What, int Client, string? Person, string? Room);

/// <summary>Whether what clients see of each other, when all is quiet, is so, and is the same at all of them.</summary>
internal static class PresenceAgreement
{
    /// <summary>What is wrong.</summary>
    /// <param name="views">What each client sees.</param>
    /// <param name="strangers">Whether others are there, too, of whom nothing is known.</param>
    public static IEnumerable<PresenceFault> FaultsOf(IReadOnlyList<PresenceView> views, bool strangers = false)
    {
        var connected = views.Where(view => view.IsConnected).ToArray();
        foreach (var view in connected.Where(view => view.Person is null))
        {
            yield return new PresenceFault($"client {view.Client} was not told who it is", view.Client, Person: null, Room: null);
        }
        foreach (var fault in Faults(room: null, connected, view => view.Everywhere, strangers))
        {
            yield return fault;
        }
        foreach (var room in connected.SelectMany(view => view.Rooms.Keys).Distinct())
        {
            foreach (var fault in Faults(room, [.. connected.Where(view => view.Rooms.ContainsKey(room))], view => view.Rooms[room], strangers: false))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<PresenceFault> Faults(
        string? room, IReadOnlyList<PresenceView> members, Func<PresenceView, IReadOnlyDictionary<string, PersonPicture>> pictureOf, bool strangers)
    {
        var where = room is null ? "everywhere" : $"in {room}";
        var truth = members.Where(view => view.Person is not null).GroupBy(view => view.Person!).ToDictionary(views => views.Key, views => views.First().Name);
        foreach (var member in members)
        {
            var picture = pictureOf(member);
            foreach (var (person, name) in truth)
            {
                var seen = picture.GetValueOrDefault(person);
                if (seen.State != PersonPicture.Online || seen.Name != name)
                {
                    yield return new PresenceFault($"{where}, client {member.Client} sees {person} {Text(seen)}, who is online as {name ?? "nobody"}", member.Client, person, room);
                }
            }
            var others = picture.Where(pair => !truth.ContainsKey(pair.Key));
            if (!strangers)
            {
                foreach (var (person, seen) in others.Where(pair => pair.Value.State == PersonPicture.Online))
                {
                    yield return new PresenceFault($"{where}, client {member.Client} sees {person} {Text(seen)}, who is not there", member.Client, person, room);
                }
                foreach (var (person, seen) in Differences(picture, pictureOf(members[0])))
                {
                    yield return new PresenceFault($"{where}, client {member.Client} sees {person} {Text(seen)}, and client {members[0].Client} {Text(pictureOf(members[0]).GetValueOrDefault(person))}", member.Client, person, room);
                }
            }
        }
    }

    private static IEnumerable<(string Person, PersonPicture Seen)> Differences(
        IReadOnlyDictionary<string, PersonPicture> one, IReadOnlyDictionary<string, PersonPicture> other) =>
        one.Keys.Union(other.Keys).Select(person => (person, one.GetValueOrDefault(person))).Where(pair => pair.Item2 != other.GetValueOrDefault(pair.person));

    private static string Text(PersonPicture picture) => picture.State is null ? "not at all" : $"{picture.State} as {picture.Name ?? "nobody"}";
}
