using Chaos.Record;

namespace Chaos.Verification;

/// <summary>
/// Every client of the two persons shows every stored message of their conversation once, in the order of the ids, also what was written
/// while it was away. While a session lasts they come as events, without a gap.
/// </summary>
internal static class PrivateCheck
{
    private const string Missed = "no private message is missed";
    private const string InOrder = "private messages in order";

    public static void Run(RunHistory history, Dictionary<string, PlaceRows> places, ICollection<Violation> violations)
    {
        var order = new ShownInOrder(history, Missed, InOrder, violations);
        var conversations = history.Messages
            .Where(message => message.Between is not null)
            .DistinctBy(message => message.Room)
            .ToArray();
        foreach (var client in history.Clients.Where(client => client.Connections.Count > 0 && client.Person is not null))
        {
            var shown = client.Shown.ToLookup(each => history.Messages[each.Message].Room!);
            var events = client.Deliveries.Where(delivery => history.Messages[delivery.Message].Kind == MessageKind.Private).ToLookup(delivery => history.Messages[delivery.Message].Room!);
            foreach (var conversation in conversations.Where(message => message.Between!.IsOf(client.Person)))
            {
                var rows = places.GetValueOrDefault(conversation.Room!, PlaceRows.Empty);
                order.Check(client, rows, from: 0, shown[conversation.Room!].Select(each => (each.Message, each.Id, each.At)), toTheEnd: true);
                CheckSessions(history, client, rows, events[conversation.Room!], order, violations);
            }
        }
    }

    private static void CheckSessions(
        RunHistory history, ClientRecord client, PlaceRows rows, IEnumerable<Delivery> events, ShownInOrder order, ICollection<Violation> violations)
    {
        foreach (var session in events.GroupBy(delivery => client.Connections[delivery.Connection].Session))
        {
            // From its first one on: what was before that may have been read back.
            var first = session.First().Id - 1;
            order.Check(client, rows, first, session.Select(delivery => (delivery.Message, delivery.Id, delivery.At)), toTheEnd: false);
        }
        var last = client.Connections.First(connection => connection.Session == client.Connections[^1].Session);
        var got = events.Select(delivery => delivery.Message).ToHashSet();
        foreach (var row in rows.Rows)
        {
            if (history.MessageIn(row) is { } message && message.SentAt > last.AnsweredAt && !got.Contains(message.Index))
            {
                violations.Add(new Violation(Missed, $"client {client.Index} did not get {message} as an event", message.Index, client.Index, message.SentAt));
            }
        }
    }
}
