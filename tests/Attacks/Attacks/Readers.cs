using Attacks.Wire;

namespace Attacks.Attacks;

/// <summary>Clients that want the whole history at once, and read it.</summary>
internal sealed class Readers : IAttack
{
    public string Name => "readers";

    public string What => "100 at a time ask for a history of 20,000, read for 2 seconds, and leave";

    public int Messages => 20_000;

    public Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop) => Repeat.RunAsync(
        100,
        async (number, count, stop) =>
        {
            using var client = await AttackClient.OpenAsync(ports[number % ports.Count], stop);
            await client.SendAsync("40{\"serverOffset\":0}", stop);
            count();
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
            enough.CancelAfter(TimeSpan.FromSeconds(2));
            await client.DrainAsync(enough.Token);
        },
        stop);
}
