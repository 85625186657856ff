using Attacks.Wire;

namespace Attacks.Attacks;

/// <summary>Clients that want the whole history, read nothing, and vanish.</summary>
internal sealed class DeafReaders : IAttack
{
    public string Name => "replays";

    public string What => "200 at a time ask for a history of 20,000, do not read it, and vanish after a second";

    public int Messages => 20_000;

    public Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop) => Repeat.RunAsync(
        200,
        async (number, count, stop) =>
        {
            using var client = await AttackClient.OpenAsync(ports[number % ports.Count], stop);
            await client.SendAsync("40{\"serverOffset\":0}", stop);
            count();
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
        },
        stop);
}
