using System.CommandLine;
using Attacks.Running;
using Benchmarks.Chat;

var server = new Option<string?>("--server")
{
    Description = "The command of another server of the same chat: two processes, the first on the port that is in PORT, the second on the next one",
    Recursive = true,
};
var clients = new Option<int>("--clients") { Description = "How many clients" };
var within = new Option<double>("--within") { Description = "The seconds within which they connect", DefaultValueFactory = _ => 10 };
var messages = new Option<int>("--messages") { Description = "How many messages are stored", DefaultValueFactory = _ => 100_000 };
var root = new RootCommand("Measures the chat with two workers.") { server };

var crowd = new Command("crowd", "Many clients connect, and are told who is there") { clients, within };
crowd.SetAction(result => MeasureAsync(result, target => CrowdRun.RunAsync(
    target, result.GetValue(clients) is var count and > 0 ? count : 10_000, TimeSpan.FromSeconds(result.GetValue(within)))));
var opening = new Command("opening", "Clients open the chat, all at once, behind a long history") { clients, messages };
opening.SetAction(result => MeasureAsync(result, target => OpeningRun.RunAsync(
    target, result.GetValue(clients) is var count and > 0 ? count : 100, result.GetValue(messages))));
root.Subcommands.Add(crowd);
root.Subcommands.Add(opening);
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);

async Task MeasureAsync(ParseResult result, Func<IAttackTarget, Task> run)
{
    IAttackTarget target = result.GetValue(server) is { } command
        ? await PeerTarget.StartAsync(command).ConfigureAwait(false)
        : await ClusterTarget.StartAsync(isFilled: true).ConfigureAwait(false);
    await using var ended = target.ConfigureAwait(false);
    await run(target).ConfigureAwait(false);
}
