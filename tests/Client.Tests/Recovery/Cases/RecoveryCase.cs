using Client.Tests.Recovery.Servers;

namespace Client.Tests.Recovery.Cases;

/// <summary>One of the 13 cases.</summary>
/// <param name="Number">Its number in the list.</param>
/// <param name="Name">What happens, as the table names it.</param>
/// <param name="RunAsync">Throws <see cref="RecoveryFailure"/> if the server does not do what the case wants.</param>
internal sealed record RecoveryCase(int Number, string Name, Func<RecoveryRun, Task> RunAsync)
{
    public RecoverySettings Settings { get; init; } = new();

    /// <summary>The 13 cases, in order.</summary>
    public static IReadOnlyList<RecoveryCase> All { get; } =
    [
        new(1, "clean drop", DropCases.CleanDropAsync),
        new(2, "half-open line, the old one times out later", DropCases.HalfOpenAsync)
        {
            Settings = new() { PingInterval = TimeSpan.FromSeconds(2), PingTimeout = TimeSpan.FromSeconds(2) },
        },
        new(3, "five recoveries in a row", DropCases.FiveTimesAsync),
        new(4, "no event received before", DropCases.NoEventAsync),
        new(5, "quiet client, its last event has left the log", DropCases.QuietAsync)
        {
            Settings = new() { Window = TimeSpan.FromSeconds(5) },
        },
        new(6, "volatile event that ends in a string was the last", EventCases.VolatileAsync),
        new(7, "binary event was the last", EventCases.BinaryAsync),
        new(8, "rooms joined and left before", EventCases.RoomsAsync),
        new(9, "worker SIGTERM", ProcessCases.TerminateAsync),
        new(10, "worker SIGKILL", ProcessCases.KillAsync),
        new(11, "primary SIGKILL and restart", ProcessCases.PrimaryRestartAsync),
        new(12, "return on another port", DropCases.AnotherPortAsync),
        new(13, "session expired, or forged", EventCases.ExpiredAsync)
        {
            Settings = new() { Window = TimeSpan.FromSeconds(2) },
        },
    ];

    /// <summary>Runs it on a server of its own.</summary>
    /// <returns>What went wrong; <see langword="null"/> if nothing.</returns>
    public async Task<string?> TryAsync(Func<RecoverySettings, Task<IRecoveryServer>> start, Support.TransportMode mode)
    {
        await using var server = await start(Settings);
        try
        {
            await using var run = await RecoveryRun.StartAsync(server, mode, Settings);
            await RunAsync(run);
            return null;
        }
        catch (RecoveryFailure failure)
        {
            return failure.Message;
        }
        catch (Exception exception) when (exception is TimeoutException or LineProgramException)
        {
            await TestContext.Out.WriteLineAsync(server.ToString());
            return exception.Message;
        }
    }

    public override string ToString() => $"{Number} {Name}";
}
