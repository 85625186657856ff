using Client.Tests.Support;

namespace Client.Tests.Recovery.Cases;

/// <summary>What the client got, or where it was, before the drop.</summary>
internal static class EventCases
{
    /// <summary>The client takes the last string of any event for its position.</summary>
    public static async Task VolatileAsync(RecoveryRun run)
    {
        await run.PublishAsync("before");
        await run.Client.WaitAsync("said");
        await Eventually.TrueAsync(
            async () =>
            {
                // It may be dropped, as any volatile event.
                await run.Helper.AskAsync("publish volatile", run.Room, "a string");
                return (await run.Client.ReceivedAsync("ticked")).Count > 0;
            },
            "a volatile event");
        await run.LeaveAsync();
        await run.PublishAsync("missed");
        await run.ReturnRecoveredAsync();
    }

    public static async Task BinaryAsync(RecoveryRun run)
    {
        await run.PublishAsync("before");
        await run.Helper.AskAsync("publish bytes", run.Room, Values.Bytes(1, 2, 3));
        await run.Client.WaitAsync("bytes");
        await run.LeaveAsync();
        await run.PublishAsync("missed");
        await run.Helper.AskAsync("publish bytes", run.Room, Values.Bytes(4, 5));
        await run.ReturnRecoveredAsync();
        var bytes = await run.Client.ReceivedAsync("bytes");
        var actual = string.Join(" ", bytes.Select(item => Values.Json(item.Args[0])));
        var expected = $"{Values.Json(Values.Bytes(1, 2, 3))} {Values.Json(Values.Bytes(4, 5))}";
        if (actual != expected)
        {
            throw new RecoveryFailure($"the bytes came as {actual}");
        }
    }

    /// <summary>Only what was said in a room while the client was in it reaches it.</summary>
    public static async Task RoomsAsync(RecoveryRun run)
    {
        var (joined, left) = ($"{run.Room} joined", $"{run.Room} left");
        await run.PublishAsync("before");
        await run.Client.WaitAsync("said");
        await run.Client.AskAsync("enter", left);
        await run.PublishToAsync(joined, "said before it joined");
        await run.Client.AskAsync("enter", joined);
        await run.Client.AskAsync("exit", left);
        await run.LeaveAsync();
        await run.PublishToAsync(left, "said after it left");
        await run.PublishToAsync(joined, "missed");
        run.Expect("missed");
        await run.ReturnRecoveredAsync();
        await run.PublishToAsync(left, "said after it left, live");
        await run.PublishToAsync(joined, "live");
        run.Expect("live");
        await run.AssertCompleteAsync();
    }

    /// <summary>A new session, without an error, and without anything of the old one.</summary>
    public static async Task ExpiredAsync(RecoveryRun run)
    {
        await run.PublishAsync("before");
        await run.Client.WaitAsync("said");
        await run.LeaveAsync();
        await run.PublishToAsync(run.Room, "missed for good");
        await run.Server.WaitForEndOfSessionAsync(run.Id);
        AssertNew(await run.LetReturnAsync(), run.Id);
        await run.PublishToAsync(run.Room, "it is not in the room");
        await run.Client.AskAsync("enter", run.Room);
        await run.AssertCompleteAsync();

        var forged = await run.ConnectAnotherAsync(new { auth = new { pid = "forged", offset = "nonsense" } });
        AssertNew(await forged.StateAsync(), run.Id);
        if ((await forged.ReceivedAsync()).Count > 0)
        {
            throw new RecoveryFailure("a forged session got events");
        }
    }

    private static void AssertNew(ClientState state, string formerId)
    {
        if (state.Recovered == true || state.Id == formerId)
        {
            throw new RecoveryFailure("recovered although it must not be");
        }
        // Resets while it was kept away are ours.
        if (state.ConnectErrors.FirstOrDefault(error => error.Message is not ("xhr poll error" or "websocket error")) is { } error)
        {
            throw new RecoveryFailure($"refused: {error.Message}");
        }
    }
}
