using System.CommandLine;
using Benchmarks.Recovery;
using Benchmarks.Recovery.Runs;

var times = new Option<int>("--times") { Description = "How often each is measured", DefaultValueFactory = _ => 3, Recursive = true };
var clients = new Option<int>("--clients") { Description = "How many clients", DefaultValueFactory = _ => 1000 };
var root = new RootCommand("Measures recovery on a cluster of two workers.") { times };

Add("order", "Whether all clients see 10,000 broadcasts in one order", _ => FreshAsync(OrderRun.RunAsync));
Add("latency", "A sequenced broadcast against a transient one", _ => LatencyAsync());
Add("rate", "How many sequenced events a second there can be", _ => FreshAsync(async cluster =>
{
    await RateRun.RunAsync(cluster).ConfigureAwait(false);
    return 0;
}));
Add("kill", "A worker is killed", async count =>
    await FreshAsync(cluster => KillRun.RunAsync(cluster, count, [0, 1])).ConfigureAwait(false)
    + await FreshAsync(cluster => KillRun.RunAsync(cluster, count, [0])).ConfigureAwait(false), clients);
Add("restart", "A rolling restart under load", _ => FreshAsync(RestartRun.RunAsync));
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);

void Add(string name, string description, Func<int, Task<int>> run, Option<int>? count = null)
{
    var command = new Command(name, description);
    if (count is not null)
    {
        command.Options.Add(count);
    }
    command.SetAction(async result =>
    {
        var faults = 0;
        for (var i = 0; i < result.GetValue(times); i++)
        {
            faults += await run(count is null ? 0 : result.GetValue(count)).ConfigureAwait(false);
        }
        return faults == 0 ? 0 : 1;
    });
    root.Subcommands.Add(command);
}

static async Task<int> FreshAsync(Func<BenchmarkCluster, Task<int>> run)
{
    var cluster = await BenchmarkCluster.StartAsync().ConfigureAwait(false);
    await using var ended = cluster.ConfigureAwait(false);
    return await run(cluster).ConfigureAwait(false);
}

static async Task<int> LatencyAsync()
{
    var with = await BenchmarkCluster.StartAsync().ConfigureAwait(false);
    await using (with.ConfigureAwait(false))
    {
        await LatencyRun.RunAsync(with, "room", "sequenced").ConfigureAwait(false);
        await LatencyRun.RunAsync(with, "volatile", "volatile, the same server").ConfigureAwait(false);
    }
    var without = await BenchmarkCluster.StartAsync(recovery: false).ConfigureAwait(false);
    await using (without.ConfigureAwait(false))
    {
        await LatencyRun.RunAsync(without, "room", "transient, a server without recovery").ConfigureAwait(false);
    }
    return 0;
}
