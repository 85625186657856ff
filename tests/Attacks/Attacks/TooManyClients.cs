using Attacks.Wire;

namespace Attacks.Attacks;

/// <summary>More clients than the server may have files open for, which stay.</summary>
internal sealed class TooManyClients : IAttack
{
    public string Name => "files";

    public string What => "1,012 clients for each worker, whose processes may have 512 files open, connect and stay";

    public int? MaxFiles => 512;

    public Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop) => Repeat.RunAsync(
        ports.Count * (MaxFiles!.Value + 500),
        async (number, count, stop) =>
        {
            using var client = await AttackClient.OpenAsync(ports[number % ports.Count], stop);
            await client.SendAsync("40", stop);
            count();
            await client.DrainAsync(stop);
        },
        stop);
}
