using Chaos.Record;

namespace Chaos.Verification;

/// <summary>Every session that came back within its window is recovered: the same id, and not a new session.</summary>
internal static class SessionCheck
{
    /// <summary>The server's clock and scans are not the checker's.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    public static void Run(RunHistory history, ICollection<Violation> violations)
    {
        var ids = new DurableIds(history);
        foreach (var client in history.Clients)
        {
            for (var i = 1; i < client.Connections.Count; i++)
            {
                var (former, connection) = (client.Connections[i - 1], client.Connections[i]);
                if (connection.Recovered && connection.Sid != former.Sid)
                {
                    Report("the same session", $"client {client.Index} came back as {connection}, after {former}");
                }
                if (connection.Returning && !connection.Recovered && Excuse(history, ids, client, i) is null)
                {
                    var away = Clock.Span(connection.AnsweredAt - former.LastHeardAt);
                    Report("recovered within the window", $"client {client.Index} was away {away.TotalSeconds:F3} s and came back as {connection}, after {former}");
                }

                void Report(string rule, string what) => violations.Add(new Violation(rule, what, Client: client.Index, At: connection.AskedAt));
            }
        }
    }

    /// <summary>How often clients came back, by what became of their sessions.</summary>
    public static IReadOnlyDictionary<string, int> Count(RunHistory history)
    {
        var ids = new DurableIds(history);
        var returns =
            from client in history.Clients
            from i in Enumerable.Range(1, Math.Max(0, client.Connections.Count - 1))
            where client.Connections[i].Returning
            select client.Connections[i].Recovered ? "recovered" : Excuse(history, ids, client, i) ?? "not recovered within the window";
        return returns.CountBy(outcome => outcome).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>Why a client that came back need not be recovered; <see langword="null"/> if it must.</summary>
    private static string? Excuse(RunHistory history, DurableIds ids, ClientRecord client, int connection)
    {
        var former = client.Connections[connection - 1];
        if (former.LeftAt != Clock.Never)
        {
            return "new after leaving on purpose";
        }
        // The server cannot have missed the client before the client last heard of it.
        if (Clock.Span(client.Connections[connection].AnsweredAt - former.LastHeardAt) > history.Window - Slack)
        {
            return "new after the window";
        }
        return former.MayBeReplaying || IsMidHistory(ids, client, connection - 1) ? "new after a drop in mid-history" : null;
    }

    /// <summary>A session that was lost before it had its history starts that again, instead of being recovered.</summary>
    private static bool IsMidHistory(DurableIds ids, ClientRecord client, int connection)
    {
        var lost = client.Connections[connection];
        var shown = client.Deliveries.Where(delivery => delivery.Connection <= connection).Select(delivery => delivery.Id).DefaultIfEmpty().Max();
        return !lost.HasHistory && shown < ids.PossibleAt(lost.LostAt);
    }
}
