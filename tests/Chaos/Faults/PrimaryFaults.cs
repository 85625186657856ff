using System.Globalization;
using System.Net;
using Testing.Processes;

namespace Chaos.Faults;

/// <summary>Harm to the primary, or through it to all. One at a time, and each ends with a cluster that is ready.</summary>
internal static class PrimaryFaults
{
    private static readonly TimeSpan Ready = TimeSpan.FromSeconds(90);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(120) };

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("primary killed", 6, Alone(KillAsync)),
        new("primary stopped", 4, Alone(StopAsync)),
        new("rival primary", 2, Alone(RivalAsync)),
        new("rolling restart", 2, Alone(RollAsync)),
        new("everything killed", 2, Alone(KillEverythingAsync)),
        new("cluster ended and started", 1, Alone(EndAsync)),
    ];

    private static Func<Target, Random, Task<string>> Alone(Func<ClusterProcess, Random, Task<string>> fault) => async (target, random) =>
    {
        await target.PrimaryGate.WaitAsync().ConfigureAwait(false);
        try
        {
            var detail = await fault(target.Cluster, random).ConfigureAwait(false);
            await target.Cluster.WaitUntilReadyAsync(Ready).ConfigureAwait(false);
            return detail;
        }
        finally
        {
            target.PrimaryGate.Release();
        }
    };

    private static async Task<string> KillAsync(ClusterProcess cluster, Random random)
    {
        await cluster.KillPrimaryAsync().ConfigureAwait(false);
        return await StartLaterAsync(cluster, random).ConfigureAwait(false);
    }

    private static async Task<string> StopAsync(ClusterProcess cluster, Random random)
    {
        var time = Fault.Between(random, 0.2, 5);
        cluster.SignalPrimary(Signal.Stop);
        await Task.Delay(time).ConfigureAwait(false);
        cluster.SignalPrimary(Signal.Continue);
        return string.Create(CultureInfo.InvariantCulture, $"for {time.TotalSeconds:F1} s");
    }

    private static async Task<string> RivalAsync(ClusterProcess cluster, Random random)
    {
        var rival = cluster.StartRival();
        var code = await rival.WaitForExitAsync().ConfigureAwait(false);
        return code != 0 ? $"it refused with {code}" : throw new InvalidOperationException($"A second primary on the same directory ended as if all were well:\n{rival}");
    }

    private static Task<string> RollAsync(ClusterProcess cluster, Random random) => Fault.FindAsync("an end of the former rolling restart", async () =>
    {
        using var answer = await cluster.PostRestartAsync().ConfigureAwait(false);
        // It goes on for some time, and the next harm is done meanwhile.
        return answer.IsSuccessStatusCode ? "begun"
            : answer.StatusCode == HttpStatusCode.Conflict ? null
            : throw new InvalidOperationException($"POST /restart was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync().ConfigureAwait(false)}");
    });

    private static async Task<string> KillEverythingAsync(ClusterProcess cluster, Random random)
    {
        // The primary first, so that it starts nobody again.
        await cluster.KillPrimaryAsync().ConfigureAwait(false);
        foreach (var pid in cluster.LivingProcesses())
        {
            Signal.Kill.TrySend(pid);
        }
        return await StartLaterAsync(cluster, random).ConfigureAwait(false);
    }

    private static async Task<string> EndAsync(ClusterProcess cluster, Random random)
    {
        cluster.SignalPrimary(Signal.Terminate);
        await cluster.Primary.WaitForExitAsync(TimeSpan.FromSeconds(60)).ConfigureAwait(false);
        return await StartLaterAsync(cluster, random).ConfigureAwait(false);
    }

    private static async Task<string> StartLaterAsync(ClusterProcess cluster, Random random)
    {
        var time = Fault.Between(random, 0, 3);
        await Task.Delay(time).ConfigureAwait(false);
        cluster.Start();
        return string.Create(CultureInfo.InvariantCulture, $"away for {time.TotalSeconds:F1} s");
    }
}
