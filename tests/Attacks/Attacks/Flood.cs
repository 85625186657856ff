using Attacks.Wire;

namespace Attacks.Attacks;

/// <summary>One client that writes as fast as it can.</summary>
internal sealed class Flood : IAttack
{
    /// <summary>As long as a message may be.</summary>
    private static readonly string Text = new('x', 4_000);

    public string Name => "flood";

    public string What => "one client writes messages of 4,000 characters without waiting for an answer";

    public bool Writes => true;

    public Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop) => Repeat.RunAsync(
        1,
        async (_, count, stop) =>
        {
            await using var client = await ChatClient.OpenAsync(ports[0], after: 0);
            while (!stop.IsCancellationRequested)
            {
                await client.SayAsync(Text).WaitAsync(stop);
                count();
            }
        },
        stop);
}
