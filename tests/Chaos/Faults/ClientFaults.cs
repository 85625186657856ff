using System.Globalization;
using Chaos.Clients;
using Chaos.Record;

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
        new("persons gone for a while", 4, GoAwayAsync),
    ];

    private static async Task<string> EachAsync(Target target, Random random, Func<ChaosClient, Task> action)
    {
        var chosen = target.Clients.Where(_ => random.NextDouble() < 0.2).DefaultIfEmpty(target.Clients[0]).ToArray();
        await Task.WhenAll(chosen.Select(action)).ConfigureAwait(false);
        return $"{chosen.Length} clients";
    }

    // All clients of some persons end their sessions, so what is written to them meanwhile they have to read back.
    private static async Task<string> GoAwayAsync(Target target, Random random)
    {
        var persons = target.Clients.Select(client => client.Person).OfType<Person>().Distinct().Where(_ => random.NextDouble() < 0.2).ToHashSet();
        var chosen = target.Clients.Where(client => client.Person is { } person && persons.Contains(person)).ToArray();
        var time = Fault.Between(random, 1, 10);
        await Task.WhenAll(chosen.Select(client => client.LeaveAsync(time))).ConfigureAwait(false);
        return string.Create(CultureInfo.InvariantCulture, $"{persons.Count} persons with {chosen.Length} clients, for {time.TotalSeconds:F1} s");
    }

    private static Task<string> StayAwayAsync(Target target, Random random)
    {
        var client = target.Clients[random.Next(target.Clients.Count)];
        var time = target.Window * (0.7 + 0.8 * random.NextDouble());
        client.StayAway(time);
        return Task.FromResult(string.Create(CultureInfo.InvariantCulture, $"client {client.Record.Index}, for {time.TotalSeconds:F1} s"));
    }
}
