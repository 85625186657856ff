using Chaos.Record;

namespace Chaos.Verification;

/// <summary>
/// Whoever is in a public room is shown every stored message of it, in the order of the ids, each time from where it has the room; and
/// nothing of it, in whatever packet, while it is not in it.
/// </summary>
internal static class PublicRoomCheck
{
    public static void Run(RunHistory history, Dictionary<string, PlaceRows> places, ICollection<Violation> violations)
    {
        var order = new ShownInOrder(history, "no room message is missed", "room messages in order", violations);
        foreach (var client in history.Clients)
        {
            var stays = PublicStays.Of(client);
            var deliveries = client.Deliveries.Where(delivery => history.Messages[delivery.Message].Kind == MessageKind.Room).ToLookup(delivery => history.Messages[delivery.Message].Room!);
            foreach (var (room, stay) in stays)
            {
                var rows = places.GetValueOrDefault(room, PlaceRows.Empty);
                order.Check(client, rows, from: 0, deliveries[room].Select(delivery => (delivery.Message, delivery.Id, delivery.At)), stay.IsInAtTheEnd);
            }
            CheckOutside(history, client, stays, violations);
        }
    }

    private static void CheckOutside(RunHistory history, ClientRecord client, Dictionary<string, PublicStays> stays, ICollection<Violation> violations)
    {
        foreach (var sighting in client.Sightings)
        {
            var message = history.Messages[sighting.Message];
            if (message.Kind == MessageKind.Room && !(stays.TryGetValue(message.Room!, out var stay) && stay.IsPossibleAt(sighting.At)))
            {
                violations.Add(new Violation(
                    "room messages only in the room", $"client {client.Index} was not in the room and got {message}, in {sighting.Packet}",
                    message.Index, client.Index, sighting.At));
            }
        }
    }
}
