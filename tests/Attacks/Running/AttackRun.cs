using Attacks.Attacks;
using Attacks.Wire;
using Testing.Processes;

namespace Attacks.Running;

/// <summary>One attack on a fresh cluster, and what it cost everybody else.</summary>
internal static class AttackRun
{
    private const int LinesOfALoss = 100;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(10);

    /// <summary>Attacks, and reports.</summary>
    public static async Task<AttackResult> RunAsync(IAttack attack, TimeSpan duration)
    {
        await using var cluster = await ClusterProcess.StartAsync(new ClusterSettings { MaxFiles = attack.MaxFiles });
        int[] ports = [cluster.Port, cluster.Port + 1];
        var workers = (await cluster.HealthAsync()).Workers.Select(worker => worker.Pid).ToArray();
        await FillAsync(ports[0], attack.Messages);
        await using var same = await GoodClient.StartAsync(ports[0], attack.Messages);
        await using var other = await GoodClient.StartAsync(ports[1], attack.Messages);
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
        if (!survivors.SequenceEqual(workers))
        {
            await Console.Error.WriteLineAsync(string.Join('\n', cluster.Primary.Output.Lines.Concat(cluster.Primary.Errors.Lines).TakeLast(LinesOfALoss)));
        }
        return new AttackResult(
            attack.Name, done, quietSame, quietOther, attackedSame, attackedOther, memory.Before, memory.Stop(), MemoryWatch.Now(survivors), lines,
            survivors.SequenceEqual(workers), same.Fault ?? other.Fault);
    }

    private static async Task FillAsync(int port, int messages)
    {
        await using var client = await ChatClient.OpenAsync(port, after: 0);
        var stored = Task.CompletedTask;
        for (var i = 0; i < messages; i++)
        {
            stored = await client.SayAsync($"a message of the history, as long as one may be who has something to say {i}");
        }
        // Answers come in the order of the messages.
        await stored;
    }
}
