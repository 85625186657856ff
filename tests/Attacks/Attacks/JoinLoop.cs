using Attacks.Wire;

namespace Attacks.Attacks;

/// <summary>One connection joins and leaves in a loop, without waiting for answers.</summary>
internal sealed class JoinLoop : IAttack
{
    public string Name => "joins";

    public string What => "one connection sends 40 and 41 in turn, and reads what comes";

    public Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop) => Repeat.RunAsync(
        1,
        async (_, count, stop) =>
        {
            using var client = await AttackClient.OpenAsync(ports[0], stop);
            var reading = client.DrainAsync(stop);
            while (client.IsOpen)
            {
                await client.SendAsync("40", stop);
                await client.SendAsync("41", stop);
                count();
            }
            await reading;
        },
        stop);
}
