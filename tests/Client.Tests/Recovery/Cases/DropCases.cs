using Testing.Network;

namespace Client.Tests.Recovery.Cases;

/// <summary>A connection is lost; the server lives.</summary>
internal static class DropCases
{
    public static async Task CleanDropAsync(RecoveryRun run)
    {
        await run.PublishAsync("before");
        await run.LeaveAsync();
        await run.PublishAsync("missed 1");
        await run.Helper.AskAsync("publish to all", "missed 2");
        run.Expect("missed 2");
        await run.PublishAsync("missed 3");
        await run.ReturnRecoveredAsync();
    }

    /// <summary>The client changes networks: it comes back while the server still thinks it is there.</summary>
    public static async Task HalfOpenAsync(RecoveryRun run)
    {
        await run.PublishAsync("before");
        var connections = await ConnectionsAsync(run);
        run.Proxy.CutAll(CutKind.HalfOpen);
        await run.PublishAsync("swallowed");
        await run.Client.CutTransportAsync();
        await run.WaitReturnedAsync();
        await run.AssertRecoveredAsync();

        await Eventually.TrueAsync(async () => await ConnectionsAsync(run) == connections, "the server's late notice of the old connection's end");
        await run.AssertRecoveredAsync();
        if ((await run.Client.StateAsync()).Disconnects.Count != 1)
        {
            throw new RecoveryFailure("the late time-out of the old connection closed the new one");
        }
        if ((await run.Helper.AskAsync("count", run.Room))[0].GetInt64() != 1)
        {
            throw new RecoveryFailure("the late time-out of the old connection took the rooms");
        }
    }

    public static async Task FiveTimesAsync(RecoveryRun run)
    {
        for (var time = 1; time <= 5; time++)
        {
            await run.PublishAsync($"before {time}");
            await run.LeaveAsync();
            await run.PublishAsync($"missed {time}");
            await run.ReturnRecoveredAsync();
        }
    }

    public static async Task NoEventAsync(RecoveryRun run)
    {
        await run.LeaveAsync();
        await run.PublishAsync("missed 1");
        await run.PublishAsync("missed 2");
        await run.ReturnRecoveredAsync();
    }

    public static async Task QuietAsync(RecoveryRun run)
    {
        await run.PublishAsync("before");
        await run.Client.WaitAsync("said");
        await run.Server.ForgetEventsAsync(run.Helper);
        await run.LeaveAsync();
        await run.PublishAsync("missed");
        await run.ReturnRecoveredAsync();
    }

    public static async Task AnotherPortAsync(RecoveryRun run)
    {
        await run.PublishAsync("before");
        await run.Client.WaitAsync("said");
        // Where it goes is not reached before something was missed.
        await using var other = new TcpProxy(run.Server.Port(0)) { Refuses = true };
        await run.MoveAsync(other.Url);
        await run.PublishAsync("missed");
        other.Refuses = false;
        await run.WaitReturnedAsync();
        await run.AssertRecoveredAsync();
    }

    /// <summary>How many connections the client's process has.</summary>
    private static async Task<int> ConnectionsAsync(RecoveryRun run) => (await run.Client.AskAsync("connections"))[0].GetInt32();
}
