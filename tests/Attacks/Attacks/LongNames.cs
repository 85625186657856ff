using Attacks.Wire;

namespace Attacks.Attacks;

/// <summary>Names of namespaces as long as a packet may be.</summary>
internal sealed class LongNames : IAttack
{
    public string Name => "names";

    public string What => "one connection asks for namespaces with names of 400 KB";

    public Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop)
    {
        var names = 0;
        return Repeat.RunAsync(
            1,
            async (_, count, stop) =>
            {
                using var client = await AttackClient.OpenAsync(ports[0], stop);
                var reading = client.DrainAsync(stop);
                while (client.IsOpen)
                {
                    await client.SendAsync($"40/{names++}{new string('n', 400_000)},", stop);
                    count();
                }
                await reading;
            },
            stop);
    }
}
