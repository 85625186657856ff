using Attacks.Wire;

namespace Attacks.Attacks;

/// <summary>Clients that get the beginning of the history and leave, in a loop.</summary>
internal sealed class ComersAndGoers : IAttack
{
    public string Name => "visits";

    public string What => "20 at a time ask for a history of 20,000, read one message and leave";

    public int Messages => 20_000;

    public Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop) => Repeat.RunAsync(
        20,
        async (number, count, stop) =>
        {
            using var client = await AttackClient.OpenAsync(ports[number % ports.Count], stop);
            await client.SendAsync("40{\"serverOffset\":0}", stop);
            while (await client.ReadAsync(stop) is { } message && !message.StartsWith("42[\"chat message\"", StringComparison.Ordinal))
            {
            }
            count();
        },
        stop);
}
