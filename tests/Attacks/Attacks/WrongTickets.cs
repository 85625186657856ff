using Attacks.Wire;

namespace Attacks.Attacks;

/// <summary>Sessions that there are not, shown again and again.</summary>
internal sealed class WrongTickets : IAttack
{
    public string Name => "tickets";

    public string What => "8 connections show a session that there is not, join, leave, and show another";

    public Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop) => Repeat.RunAsync(
        8,
        async (number, count, stop) =>
        {
            using var client = await AttackClient.OpenAsync(ports[number % ports.Count], stop);
            await client.SendAsync($$"""40{"pid":"{{Guid.NewGuid()}}","offset":"0.1"}""", stop);
            await client.ReadAsync(stop);
            count();
        },
        stop);
}
