using Chaos.Record;

namespace Chaos.Verification;

/// <summary>Nobody is told to be gone while one of the person's sessions is connected, or in its window.</summary>
internal static class GoneCheck
{
    /// <summary>What a client is told may have been on its way for so long: lines are held, and workers are stopped.</summary>
    private static readonly long Late = Clock.Of(TimeSpan.FromSeconds(20));

    /// <summary>The server's clock and scans are not the checker's.</summary>
    private static readonly long Slack = Clock.Of(TimeSpan.FromSeconds(2));

    public static void Run(RunHistory history, ICollection<Violation> violations)
    {
        var lives = history.Clients.SelectMany(client => LivesOf(history, client)).ToLookup(life => life.Person, StringComparer.Ordinal);
        foreach (var client in history.Clients)
        {
            foreach (var notice in client.Gone)
            {
                var from = Math.Max(notice.Since, notice.At - Late);
                if (lives[notice.Person].FirstOrDefault(life => life.From < from && notice.At < life.To) is { } life)
                {
                    violations.Add(new Violation(
                        "nobody is gone within the window",
                        $"client {client.Index} was told that {notice.Person} is gone, whose session at client {life.Client} lasts from {Clock.Text(life.From)} to {Clock.Text(life.To)}",
                        Client: client.Index, At: notice.At));
                }
            }
        }
    }

    /// <summary>From when to when sessions were certainly there.</summary>
    private static IEnumerable<Life> LivesOf(RunHistory history, ClientRecord client)
    {
        var window = Clock.Of(history.Window) - Slack;
        foreach (var session in client.Connections.GroupBy(connection => connection.Session))
        {
            var (first, last) = (session.First(), session.Last());
            if ((session.Select(connection => connection.Person).FirstOrDefault(person => person is not null) ?? client.Person) is not { } person)
            {
                continue;
            }
            // Of one that did not go on, an attempt to come back whose answer was lost may have been the end.
            var end = last.LostAt == Clock.Never || client.Connections.Count > last.Index + 1 ? last.LostAt : last.LastHeardAt + window;
            yield return new Life(person, client.Index, first.AnsweredAt, Math.Min(end, last.LeftAt));
        }
    }

    private sealed record Life(string Person, int Client, long From, long To);
}
