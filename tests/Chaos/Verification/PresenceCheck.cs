using Chaos.Record;

namespace Chaos.Verification;

/// <summary>In the end all clients agree about who is there, and it is so; nobody is away for longer than a session's window.</summary>
internal static class PresenceCheck
{
    private const string Rule = "presence agrees";

    /// <summary>The end of a connection may be noticed late, and told late.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(20);

    public static void Run(RunHistory history, ICollection<Violation> violations)
    {
        foreach (var fault in PresenceAgreement.FaultsOf(history.Presence, history.HasStrangers))
        {
            violations.Add(new Violation(Rule, $"{fault.What}{Story(history, fault)}", Client: fault.Client, At: history.PresenceAt));
        }
        var awayUntil = AwayUntil(history);
        foreach (var view in history.Presence)
        {
            foreach (var (person, seen) in view.Rooms.Values.Prepend(view.Everywhere).SelectMany(picture => picture))
            {
                if (seen.State == PersonPicture.Away && awayUntil.TryGetValue(person, out var until) && until < history.PresenceAt)
                {
                    violations.Add(new Violation(
                        Rule, $"client {view.Client} sees {person} away, who was so until {Clock.Text(until)} at the latest", Client: view.Client, At: history.PresenceAt));
                }
            }
        }
    }

    /// <summary>What the client, and those of whom it sees otherwise, did last of what it is about.</summary>
    private static string Story(RunHistory history, PresenceFault fault) => string.Concat(
        from client in history.Clients
        where client.Index == fault.Client || client.Person == fault.Person
        from what in client.Requests.Where(request => request.IsPublic && request.Room == fault.Room).TakeLast(3).Select(request => request.ToString())
            .Append(client.Connections.LastOrDefault()?.ToString())
        select $"\n    client {client.Index}: {what}");

    /// <summary>Until when persons can have been away. Of a session that no client knows of nothing is known.</summary>
    private static Dictionary<string, long> AwayUntil(RunHistory history)
    {
        var most = Clock.Of(history.Window + history.Patience + Slack);
        var until = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var client in history.Clients)
        {
            for (var i = 0; i < client.Connections.Count; i++)
            {
                var connection = client.Connections[i];
                // Until the next one there may have been sessions of which the client was not told.
                var end = connection.LostAt == Clock.Never ? history.PresenceAt : i + 1 < client.Connections.Count ? client.Connections[i + 1].AnsweredAt : connection.LostAt;
                if ((connection.Person ?? client.Person) is { } person)
                {
                    until[person] = Math.Max(until.GetValueOrDefault(person), end + most);
                }
            }
        }
        return until;
    }
}
