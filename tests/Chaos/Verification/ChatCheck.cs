using Chaos.Record;

namespace Chaos.Verification;

/// <summary>Every client is shown every stored message of the main room, in the order of the ids, from the first to the last.</summary>
internal static class ChatCheck
{
    public static void Run(RunHistory history, Dictionary<string, PlaceRows> places, ICollection<Violation> violations)
    {
        var order = new ShownInOrder(history, "no chat message is missed", "chat in order", violations);
        var main = places.GetValueOrDefault("", PlaceRows.Empty);
        foreach (var client in history.Clients.Where(client => client.Connections.Count > 0))
        {
            var shown = client.Deliveries
                .Where(delivery => history.Messages[delivery.Message].Kind == MessageKind.Chat)
                .Select(delivery => (delivery.Message, delivery.Id, delivery.At));
            order.Check(client, main, history.FormerId, shown, toTheEnd: true);
        }
    }
}
