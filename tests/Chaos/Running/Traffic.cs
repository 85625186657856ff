using Chaos.Clients;

namespace Chaos.Running;

/// <summary>Lets clients talk, and move between rooms, at steady rates.</summary>
internal sealed class Traffic(IReadOnlyList<ChaosClient> clients, IReadOnlyList<string> rooms, ChaosOptions options)
{
    private const int Ticks = 50;

    /// <summary>A client that has so much to send yet is not given more.</summary>
    private const int FullOutbox = 10;

    /// <summary>Each client changes one room in so many seconds.</summary>
    private const double SecondsInRoom = 12;

    private const int RoomsAtOnce = 3;

    private readonly Random _random = new(options.Seed);

    /// <summary>Sends everybody to a room or two, and then makes talk until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var client in clients)
        {
            client.Rooms.Toggle(rooms[_random.Next(rooms.Count)]);
        }
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / Ticks));
        var (chat, say, move) = (0.0, 0.0, 0.0);
        while (!cancellation.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false);
            for (chat += options.ChatRate / Ticks; chat >= 1; chat--)
            {
                Chat(Anybody());
            }
            for (say += options.SayRate / Ticks; say >= 1; say--)
            {
                // Its end is recorded with the message.
                _ = Anybody().SayAsync(rooms[_random.Next(rooms.Count)]);
            }
            for (move += clients.Count / SecondsInRoom / Ticks; move >= 1; move--)
            {
                Move(Anybody());
            }
        }
    }

    private static void Chat(ChaosClient client)
    {
        if (client.Outbox.Count < FullOutbox)
        {
            client.Outbox.Send();
        }
    }

    private void Move(ChaosClient client)
    {
        var joined = client.Rooms.Joined;
        client.Rooms.Toggle(joined.Count >= RoomsAtOnce ? joined[_random.Next(joined.Count)] : rooms[_random.Next(rooms.Count)]);
    }

    private ChaosClient Anybody() => clients[_random.Next(clients.Count)];
}
