using Attacks.Wire;

namespace Attacks.Attacks;

/// <summary>Persons who come, and vanish without a word: each leaves a session that waits for its return.</summary>
internal sealed class Abandoners : IAttack
{
    public string Name => "absences";

    public string What => "50 at a time join as somebody new, and vanish";

    public Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop) => Repeat.RunAsync(
        50,
        async (number, count, stop) =>
        {
            using var client = await AttackClient.OpenAsync(ports[number % ports.Count], stop);
            await client.SendAsync($$"""40{"person":"{{Guid.NewGuid():N}}","serverOffset":{{long.MaxValue}}}""", stop);
            await client.ReadAsync(stop);
            count();
        },
        stop);
}
