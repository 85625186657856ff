using Chaos.Record;

namespace Chaos.Verification;

/// <summary>
/// Every broadcast reaches each client that was certainly in its room, and none that was certainly not. Where the two were
/// under way at the same time either is right, but a stay is one interval of numbers: nothing is missing within it.
/// </summary>
internal static class RoomCheck
{
    public static void Run(MessageTable table, ICollection<Violation> violations)
    {
        var rooms = table.History.Messages
            .Where(message => message.Kind == MessageKind.Say && table.PublishedBy(message.Index) != Clock.Never)
            .GroupBy(message => message.Room!)
            .ToDictionary(room => room.Key, room => new RoomLog(table, room));
        foreach (var client in table.History.Clients)
        {
            new ClientRooms(table, rooms, client, violations).Check();
        }
    }

    /// <summary>What was said in a room, by number as far as numbers are known.</summary>
    private sealed class RoomLog(MessageTable table, IEnumerable<Message> messages)
    {
        public Message[] Messages { get; } = [.. messages.OrderBy(message => table.NumberOf(message.Index))];

        /// <summary>What has a number between these two, which are numbers of messages of the room.</summary>
        public ReadOnlySpan<Message> Between(long from, long to)
        {
            var (first, end) = (Find(from) + 1, Find(to));
            return first < end ? Messages.AsSpan(first, end - first) : [];
        }

        private int Find(long number)
        {
            var (low, high) = (0, Messages.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = table.NumberOf(Messages[middle].Index) < number ? (middle + 1, high) : (low, middle);
            }
            return low;
        }
    }

    private sealed class ClientRooms(MessageTable table, Dictionary<string, RoomLog> rooms, ClientRecord client, ICollection<Violation> violations)
    {
        private readonly SessionSpan[] _sessions = SessionSpan.Of(client, table);
        private readonly Dictionary<int, Delivery> _got = Got(client);
        private readonly Dictionary<(int Session, string Room), IReadOnlyList<Membership>> _stays = client.Requests
            .GroupBy(request => (request.Session, request.Room))
            .ToDictionary(requests => requests.Key, requests => Membership.Of(requests));

        public void Check()
        {
            CheckForeign();
            foreach (var ((session, room), stays) in _stays)
            {
                if (rooms.TryGetValue(room, out var log))
                {
                    CheckLost(log, _sessions[session], stays);
                    CheckIntervals(log, session, stays);
                }
            }
        }

        private static Dictionary<int, Delivery> Got(ClientRecord client)
        {
            var got = new Dictionary<int, Delivery>(client.Deliveries.Count);
            foreach (var delivery in client.Deliveries)
            {
                got.TryAdd(delivery.Message, delivery);
            }
            return got;
        }

        private void CheckForeign()
        {
            foreach (var delivery in client.Deliveries)
            {
                var message = table.History.Messages[delivery.Message];
                if (message.Kind == MessageKind.Say
                    && !(_stays.TryGetValue((client.Connections[delivery.Connection].Session, message.Room!), out var stays)
                        && stays.Any(stay => stay.IsPossible(message.SentAt, table.PublishedBy(message.Index)))))
                {
                    Report("to nobody else", $"client {client.Index} got {message}, and was not in the room", message, delivery.At);
                }
            }
        }

        private void CheckLost(RoomLog log, SessionSpan session, IReadOnlyList<Membership> stays)
        {
            foreach (var message in log.Messages)
            {
                if (!_got.ContainsKey(message.Index)
                    && stays.Any(stay => stay.IsCertain(message.SentAt, table.PublishedBy(message.Index)))
                    && session.HasCertainlySeen(table.NumberOf(message.Index)))
                {
                    Report("nothing is lost", $"client {client.Index} was in the room and did not get {message}", message, message.SentAt);
                }
            }
        }

        private void CheckIntervals(RoomLog log, int session, IReadOnlyList<Membership> stays)
        {
            foreach (var stay in stays)
            {
                var own = log.Messages.Where(message =>
                    table.NumberOf(message.Index) != 0
                    && _got.TryGetValue(message.Index, out var delivery)
                    && client.Connections[delivery.Connection].Session == session
                    && stay.IsPossible(message.SentAt, table.PublishedBy(message.Index))
                    && stays.Count(other => other.IsPossible(message.SentAt, table.PublishedBy(message.Index))) == 1);
                var numbers = own.Select(message => table.NumberOf(message.Index)).ToArray();
                if (numbers.Length < 2)
                {
                    continue;
                }
                foreach (var message in log.Between(numbers[0], numbers[^1]))
                {
                    if (!_got.ContainsKey(message.Index))
                    {
                        Report(
                            "a stay is one interval",
                            $"client {client.Index} did not get {message}, but got what was said in this room before and after it",
                            message, message.SentAt);
                    }
                }
            }
        }

        private void Report(string rule, string what, Message message, long at) =>
            violations.Add(new Violation(rule, what, message.Index, client.Index, at));
    }
}
