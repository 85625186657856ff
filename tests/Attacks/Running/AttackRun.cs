using Attacks.Attacks;
using Attacks.Wire;

namespace Attacks.Running;

/// <summary>One attack on a fresh server, and what it cost everybody else.</summary>
internal static class AttackRun
{
    private const int LinesOfALoss = 100;

    /// <summary>Attacks, and reports.</summary>
    public static async Task<AttackResult> RunAsync(IAttack attack, AttackPlan plan, IAttackTarget target)
    {
        var messages = Math.Min(attack.Messages, plan.MostMessages);
        var ports = target.Ports;
        var workers = await WorkersAsync(target);
        if (workers.Count != ports.Count)
        {
            throw new InvalidOperationException($"there are {workers.Count} workers on {ports.Count} ports\n{target.LastLines(LinesOfALoss)}");
        }
        await ChatClient.FillAsync(ports[0], messages);
        await using var same = await Talker.StartAsync(ports[0], messages);
        await using var other = await Talker.StartAsync(ports[1], messages);
        await Task.Delay(plan.Quiet);
        _ = (await same.TakeAsync(), await other.TakeAsync());
        await Task.Delay(plan.Quiet);
        var (quietSame, quietOther) = (await same.TakeAsync(), await other.TakeAsync());
        using var memory = new MemoryWatch([.. workers]);
        var lines = target.LogLines;

        using var stop = new CancellationTokenSource(plan.Duration);
        var done = await attack.RunAsync(ports, stop.Token);
        var (attackedSame, attackedOther) = (await same.TakeAsync(), await other.TakeAsync());
        lines = target.LogLines - lines;
        await Task.Delay(plan.After);
        var survivors = await WorkersAsync(target);
        if (!survivors.SequenceEqual(workers))
        {
            await Console.Error.WriteLineAsync(target.LastLines(LinesOfALoss));
        }
        return new AttackResult(
            attack.Name, done, quietSame, quietOther, attackedSame, attackedOther, memory.Before, memory.Stop(), MemoryWatch.Now(survivors), lines,
            survivors.SequenceEqual(workers), same.Fault ?? other.Fault);
    }

    // A server that is asked under load may not answer the first time; one that is gone never does.
    private static async Task<IReadOnlyList<int>> WorkersAsync(IAttackTarget target)
    {
        IReadOnlyList<int> workers = [];
        for (var tries = 0; workers.Count == 0 && tries < 3; tries++)
        {
            workers = await target.WorkersAsync();
        }
        return workers;
    }
}
