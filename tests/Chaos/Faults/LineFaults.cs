using System.Globalization;
using Testing.Network;

namespace Chaos.Faults;

/// <summary>Harm to the lines between the clients and one worker.</summary>
internal static class LineFaults
{
    /// <summary>The answers to the handshake and to CONNECT, and some events.</summary>
    private const int MaxFuse = 6_000;

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("lines closed", 5, (target, random) => CutAsync(target, random, CutKind.Close)),
        new("lines reset", 5, (target, random) => CutAsync(target, random, CutKind.Reset)),
        new("lines half open", 6, (target, random) => CutAsync(target, random, CutKind.HalfOpen)),
        new("lines held", 3, HoldAsync),
        new("replays cut", 8, CutReplaysAsync),
    ];

    private static async Task<string> CutAsync(Target target, Random random, CutKind kind)
    {
        var (worker, lines) = await ChooseAsync(target, random).ConfigureAwait(false);
        foreach (var line in lines)
        {
            line.Cut(kind);
        }
        return $"{lines.Length} lines to worker {worker}";
    }

    private static async Task<string> HoldAsync(Target target, Random random)
    {
        var (worker, lines) = await ChooseAsync(target, random).ConfigureAwait(false);
        var time = Fault.Between(random, 0.1, 3);
        foreach (var line in lines)
        {
            line.Hold();
        }
        await Task.Delay(time).ConfigureAwait(false);
        foreach (var line in lines)
        {
            line.Resume();
        }
        return string.Create(CultureInfo.InvariantCulture, $"{lines.Length} lines to worker {worker}, for {time.TotalSeconds:F1} s");
    }

    /// <summary>
    /// Makes clients come back, and cuts each again once it has got some bytes: in the midst of the handshake, of a replay or
    /// of a history, and in the midst of a packet.
    /// </summary>
    private static async Task<string> CutReplaysAsync(Target target, Random random)
    {
        var cut = 0;
        var time = Fault.Between(random, 0.5, 3);
        var kinds = new[] { CutKind.Close, CutKind.Reset, CutKind.HalfOpen };
        foreach (var proxy in target.Proxies)
        {
            // Called by each proxy's own thread.
            var own = new Random(random.Next());
            proxy.Accepted = line =>
            {
                if (own.Next(2) == 0)
                {
                    Interlocked.Increment(ref cut);
                    line.CutAfter(own.Next(MaxFuse), kinds[own.Next(kinds.Length)]);
                }
            };
        }
        var (worker, lines) = await ChooseAsync(target, random).ConfigureAwait(false);
        foreach (var line in lines)
        {
            line.Cut(CutKind.Reset);
        }
        await Task.Delay(time).ConfigureAwait(false);
        foreach (var proxy in target.Proxies)
        {
            proxy.Accepted = null;
        }
        return $"{lines.Length} lines to worker {worker}, and {cut} of those that came after them";
    }

    private static async Task<(int Worker, ProxiedConnection[] Lines)> ChooseAsync(Target target, Random random)
    {
        var share = 0.1 + 0.9 * random.NextDouble();
        var worker = 0;
        var lines = await Fault.FindAsync("lines to a worker", () =>
        {
            // Another one each time: after its worker was killed all clients may be with the other, and stay there while no fault happens.
            worker = random.Next(target.Proxies.Count);
            var chosen = target.Proxies[worker].Connections.Where(line => !line.IsHalfOpen && random.NextDouble() < share).ToArray();
            return Task.FromResult(chosen.Length > 0 ? chosen : null);
        }).ConfigureAwait(false);
        return (worker, lines);
    }
}
