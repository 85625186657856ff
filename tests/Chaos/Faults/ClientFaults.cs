using System.Globalization;
using Chaos.Clients;

namespace Chaos.Faults;

/// <summary>What clients do of themselves.</summary>
internal static class ClientFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("clients changed network", 6, (target, random) => EachAsync(target, random, client =>
        {
            client.ChangeNetwork();
            return Task.CompletedTask;
        })),
        new("clients left", 2, (target, random) => EachAsync(target, random, client => client.LeaveAsync())),
        new("client away too long", 2, StayAwayAsync),
    ];

    private static async Task<string> EachAsync(Target target, Random random, Func<ChaosClient, Task> action)
    {
        var chosen = target.Clients.Where(_ => random.NextDouble() < 0.2).DefaultIfEmpty(target.Clients[0]).ToArray();
        await Task.WhenAll(chosen.Select(action)).ConfigureAwait(false);
        return $"{chosen.Length} clients";
    }

    private static Task<string> StayAwayAsync(Target target, Random random)
    {
        var client = target.Clients[random.Next(target.Clients.Count)];
        var time = target.Window * (0.7 + 0.8 * random.NextDouble());
        client.StayAway(time);
        return Task.FromResult(string.Create(CultureInfo.InvariantCulture, $"client {client.Record.Index}, for {time.TotalSeconds:F1} s"));
    }
}
