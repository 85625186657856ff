using System.Globalization;
using System.Text;
using Attacks.Attacks;
using Attacks.Wire;
using Testing.Processes;

namespace Attacks.Running;

/// <summary>One attack on a fresh cluster, and what it cost everybody else.</summary>
internal static class AttackRun
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(10);

    /// <summary>Attacks, and reports.</summary>
    public static async Task<AttackResult> RunAsync(IAttack attack, TimeSpan duration)
    {
        await using var cluster = await ClusterProcess.StartAsync();
        int[] ports = [cluster.Port, cluster.Port + 1];
        var workers = (await cluster.HealthAsync()).Workers.Select(worker => worker.Pid).ToArray();
        await FillAsync(ports[0], attack.Messages);
        await using var same = await GoodClient.StartAsync(ports[0]);
        await using var other = await GoodClient.StartAsync(ports[1]);
        await Task.Delay(Quiet);
        _ = (same.Take(), other.Take());
        await Task.Delay(Quiet);
        var (quietSame, quietOther) = (same.Take(), other.Take());
        using var memory = new MemoryWatch(workers);
        var lines = cluster.Primary.Output.Lines.Count;

        using var stop = new CancellationTokenSource(duration);
        var done = await attack.RunAsync(ports, stop.Token);
        var (attackedSame, attackedOther) = (same.Take(), other.Take());
        lines = cluster.Primary.Output.Lines.Count - lines;
        await Task.Delay(After);
        var survivors = (await cluster.TryHealthAsync())?.Workers.Select(worker => worker.Pid).ToArray() ?? [];
        return new AttackResult(
            attack.Name, done, quietSame, quietOther, attackedSame, attackedOther, memory.Before, memory.Stop(), MemoryWatch.Now(survivors), lines,
            survivors.SequenceEqual(workers), same.Fault ?? other.Fault);
    }

    private static async Task FillAsync(int port, int messages)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        if (messages == 0)
        {
            return;
        }
        using var client = await AttackClient.OpenAsync(port, patience.Token);
        await client.JoinAsync(patience.Token);
        var left = messages;
        var reading = Task.Run(
            async () =>
            {
                while (left > 0 && await client.ReadAsync(patience.Token) is { } message)
                {
                    left -= message.StartsWith("43", StringComparison.Ordinal) ? 1 : 0;
                }
            },
            patience.Token);
        for (var i = 0; i < messages; i++)
        {
            await client.SendAsync($"42{i}[\"chat message\",\"a message of the history, as long as one may be who has something to say {i}\",\"h{i}\"]", patience.Token);
        }
        await reading;
    }
}

/// <summary>What an attack cost.</summary>
internal sealed record AttackResult(
    string Name,
    long Done,
    List<double> QuietSame,
    List<double> QuietOther,
    List<double> AttackedSame,
    List<double> AttackedOther,
    long MemoryBefore,
    long MemoryPeak,
    long MemoryAfter,
    int LogLines,
    bool AllSurvived,
    string? Fault)
{
    public const string Header =
        "attack     times done |  same worker: quiet p99, attacked p50 / p99 / max, ms |  other worker                      | MiB before, peak, 10 s after | log lines |";

    public override string ToString() => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"{Name,-10} {Done,10} | {Percentile(QuietSame, 0.99),9:F0}  {Percentile(AttackedSame, 0.5),9:F0} {Percentile(AttackedSame, 0.99),7:F0} {Percentile(AttackedSame, 1),7:F0} ({AttackedSame.Count,4}) | ")
        .Append(CultureInfo.InvariantCulture, $"{Percentile(QuietOther, 0.99),5:F0}  {Percentile(AttackedOther, 0.5),7:F0} {Percentile(AttackedOther, 0.99),7:F0} {Percentile(AttackedOther, 1),7:F0} | ")
        .Append(CultureInfo.InvariantCulture, $"{MemoryBefore >> 20,6} {MemoryPeak >> 20,6} {MemoryAfter >> 20,6} | {LogLines,6} | {(AllSurvived ? "all survived" : "A PROCESS WAS LOST")}{(Fault is null ? "" : ", a good client: " + Fault)}")
        .ToString();

    public static double Percentile(List<double> times, double share) =>
        times.Count == 0 ? double.PositiveInfinity : times.Order().ElementAt(Math.Clamp((int)Math.Ceiling(times.Count * share) - 1, 0, times.Count - 1));
}
