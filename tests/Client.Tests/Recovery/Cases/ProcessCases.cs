using Testing.Network;

namespace Client.Tests.Recovery.Cases;

/// <summary>A process of the server ends.</summary>
internal static class ProcessCases
{
    public static Task TerminateAsync(RecoveryRun run) => EndAsync(run, Signal.Terminate);

    public static Task KillAsync(RecoveryRun run) => EndAsync(run, Signal.Kill);

    public static async Task PrimaryRestartAsync(RecoveryRun run)
    {
        await run.PublishAsync("before");
        await run.Client.WaitAsync("said");
        await run.LeaveAsync();
        await run.PublishAsync("missed before");
        await run.Server.RestartPrimaryAsync();
        await run.Helper.WaitConnectedAsync();
        await run.PublishAsync("missed after");
        await run.ReturnRecoveredAsync();
    }

    private static async Task EndAsync(RecoveryRun run, Signal signal)
    {
        await run.PublishAsync("before");
        await run.Client.WaitAsync("said");
        // Published, and sent by the server, but not received by the client.
        run.Proxy.Refuses = true;
        foreach (var connection in run.Proxy.Connections)
        {
            connection.Hold();
        }
        await run.PublishAsync("not received");
        await run.Server.EndProcessAsync(1, signal);
        run.Proxy.CutAll(CutKind.Reset);
        await run.Client.WaitDisconnectsAsync();
        if (run.Server.IsCluster)
        {
            await run.PublishAsync("missed meanwhile");
        }
        await run.Server.WaitForProcessAsync(1);
        await run.Helper.WaitConnectedAsync(timeout: TimeSpan.FromSeconds(20));
        await run.PublishAsync("missed after");
        await run.ReturnRecoveredAsync();
    }
}
