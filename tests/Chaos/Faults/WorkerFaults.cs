using System.Globalization;
using Testing.Processes;

namespace Chaos.Faults;

/// <summary>Harm to one worker; the primary starts it again.</summary>
internal static class WorkerFaults
{
    /// <summary>The primary takes a worker for hung after ten seconds, and replaces it.</summary>
    private const double HungSeconds = 13;

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("worker killed", 10, (target, random) => SignalAsync(target, random, Signal.Kill)),
        new("worker terminated", 6, (target, random) => SignalAsync(target, random, Signal.Terminate)),
        new("worker stopped", 6, StopAsync),
    ];

    private static async Task<string> SignalAsync(Target target, Random random, Signal signal)
    {
        var worker = random.Next(target.Proxies.Count);
        return $"worker {worker}, process {await SendAsync(target, worker, signal).ConfigureAwait(false)}";
    }

    private static async Task<string> StopAsync(Target target, Random random)
    {
        var worker = random.Next(target.Proxies.Count);
        var time = random.Next(6) == 0 ? TimeSpan.FromSeconds(HungSeconds) : Fault.Between(random, 0.2, 6);
        var pid = await SendAsync(target, worker, Signal.Stop).ConfigureAwait(false);
        await Task.Delay(time).ConfigureAwait(false);
        Signal.Continue.TrySend(pid);
        return string.Create(CultureInfo.InvariantCulture, $"worker {worker}, process {pid}, for {time.TotalSeconds:F1} s");
    }

    private static async Task<int> SendAsync(Target target, int worker, Signal signal)
    {
        var process = await Fault.FindAsync($"worker {worker}", async () =>
            await target.WorkerPidAsync(worker).ConfigureAwait(false) is > 0 and var pid && signal.TrySend(pid) ? Tuple.Create(pid) : null).ConfigureAwait(false);
        return process.Item1;
    }
}
