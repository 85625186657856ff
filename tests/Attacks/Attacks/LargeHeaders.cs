using Attacks.Wire;

namespace Attacks.Attacks;

/// <summary>Connections with large headers that join and vanish.</summary>
internal sealed class LargeHeaders : IAttack
{
    public string Name => "headers";

    public string What => "16 at a time connect with a header of 13 KB and vanish";

    public Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop)
    {
        var value = new string('x', 13 * 1024);
        return Repeat.RunAsync(
            16,
            async (number, count, stop) =>
            {
                using var client = await AttackClient.OpenAsync(ports[number % ports.Count], stop, ("X-Large", value));
                count();
            },
            stop);
    }
}
