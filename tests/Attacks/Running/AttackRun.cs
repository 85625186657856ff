using Attacks.Attacks;
using Attacks.Wire;
using Testing.Processes;

namespace Attacks.Running;

/// <summary>One attack on a fresh cluster, and what it cost everybody else.</summary>
internal static class AttackRun
{
    private const int LinesOfALoss = 100;

    /// <summary>Attacks, and reports.</summary>
    public static async Task<AttackResult> RunAsync(IAttack attack, AttackPlan plan)
    {
        var messages = Math.Min(attack.Messages, plan.MostMessages);
        await using var cluster = await ClusterProcess.StartAsync(new ClusterSettings
        {
            MaxFiles = attack.MaxFiles,
            // One client fills the chat before the attack.
            Environment = attack.Messages > 0 ? new Dictionary<string, string> { ["Chat__MessagesPerSecond"] = "0" } : [],
        });
        int[] ports = [cluster.Port, cluster.Port + 1];
        var workers = (await cluster.HealthAsync()).Workers.Select(worker => worker.Pid).ToArray();
        await FillAsync(ports[0], messages);
        await using var same = await Talker.StartAsync(ports[0], messages);
        await using var other = await Talker.StartAsync(ports[1], messages);
        await Task.Delay(plan.Quiet);
        _ = (await same.TakeAsync(), await other.TakeAsync());
        await Task.Delay(plan.Quiet);
        var (quietSame, quietOther) = (await same.TakeAsync(), await other.TakeAsync());
        using var memory = new MemoryWatch(workers);
        var lines = cluster.Primary.Output.Lines.Count;

        using var stop = new CancellationTokenSource(plan.Duration);
        var done = await attack.RunAsync(ports, stop.Token);
        var (attackedSame, attackedOther) = (await same.TakeAsync(), await other.TakeAsync());
        lines = cluster.Primary.Output.Lines.Count - lines;
        await Task.Delay(plan.After);
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
