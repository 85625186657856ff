using Testing;

namespace Chaos.Faults;

/// <summary>A kind of harm.</summary>
/// <param name="Name">Its name in figures and options.</param>
/// <param name="Weight">How often it is chosen, compared with the others.</param>
/// <param name="DoAsync">Does it, and repairs what would not repair itself; says to whom.</param>
internal sealed record Fault(string Name, int Weight, Func<Target, Random, Task<string>> DoAsync)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Every kind there is.</summary>
    public static IReadOnlyList<Fault> All { get; } = [.. WorkerFaults.All, .. PrimaryFaults.All, .. LineFaults.All, .. ClientFaults.All];

    /// <summary>A time between two bounds.</summary>
    internal static TimeSpan Between(Random random, double fromSeconds, double toSeconds) =>
        TimeSpan.FromSeconds(fromSeconds + random.NextDouble() * (toSeconds - fromSeconds));

    /// <summary>Looks until there is something to harm, since a fault that finds nothing shows nothing.</summary>
    /// <exception cref="TimeoutException">There was nothing for so long that something is wrong.</exception>
    internal static async Task<T> FindAsync<T>(string what, Func<Task<T?>> find)
        where T : class
    {
        T? found = null;
        await Eventually.TrueAsync(async () => (found = await find().ConfigureAwait(false)) is not null, what, Patience).ConfigureAwait(false);
        return found!;
    }
}
