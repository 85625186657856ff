using System.CommandLine;
using Chaos.Faults;
using Testing.Processes;

namespace Chaos.Running;

/// <summary>Reads the command line.</summary>
internal static class CommandLine
{
    private static readonly Option<double> Minutes = new("--minutes") { Description = "How long there is harm", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Seed = new("--seed") { Description = "The same seed does the same harm at the same times", DefaultValueFactory = _ => Random.Shared.Next(1_000_000) };
    private static readonly Option<int> Clients = new("--clients") { Description = "How many clients", DefaultValueFactory = _ => 100 };
    private static readonly Option<int> Workers = new("--workers") { Description = "How many workers", DefaultValueFactory = _ => 3 };
    private static readonly Option<double> FaultsPerMinute = new("--faults-per-minute") { Description = "How much harm", DefaultValueFactory = _ => 12 };
    private static readonly Option<double> ChatRate = new("--chat-rate") { Description = "Chat messages a second", DefaultValueFactory = _ => 20 };
    private static readonly Option<double> RoomRate = new("--room-rate") { Description = "Messages to public rooms a second", DefaultValueFactory = _ => 10 };
    private static readonly Option<double> EditRate = new("--edit-rate") { Description = "Edits and deletions of messages a second", DefaultValueFactory = _ => 4 };
    private static readonly Option<double> SearchRate = new("--search-rate") { Description = "Searches a second; none on a log that has messages", DefaultValueFactory = _ => 3 };
    private static readonly Option<double> PastRate = new("--past-rate") { Description = "Requests for parts of the past a second; none on a log that has messages", DefaultValueFactory = _ => 8 };
    private static readonly Option<double> TypingRate = new("--typing-rate") { Description = "How often a second somebody types", DefaultValueFactory = _ => 6 };
    private static readonly Option<double> RenamingRate = new("--renaming-rate") { Description = "How often a second a person wishes another name", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Persons = new("--persons") { Description = "How many persons, every other one with two clients; the other clients are the tutorial's", DefaultValueFactory = _ => 20 };
    private static readonly Option<int> PrivateMessages = new("--private-messages") { Description = "How many private messages the persons write each other in the whole run", DefaultValueFactory = _ => 1_000 };
    private static readonly Option<bool> Leak = new("--leak") { Description = "The checker's worker shows private messages to everybody, which must be found" };
    private static readonly Option<double> SayRate = new("--say-rate") { Description = "Broadcasts to rooms a second", DefaultValueFactory = _ => 45 };
    private static readonly Option<double> Window = new("--window") { Description = "For how many seconds sessions outlive their connections", DefaultValueFactory = _ => 60 };
    private static readonly Option<string?> Data = new("--data") { Description = "The directory of the log; one of its own, removed afterwards, if none is named", HelpName = "DIR" };
    private static readonly Option<string?> Worker = new("--worker") { Description = "The worker program; tests/Chaos.Worker if none is named", HelpName = "PATH" };
    private static readonly Option<bool> ChatOnly = new("--chat-only") { Description = "Asks for the chat alone: for the real worker program" };
    private static readonly Option<bool> Attackers = new("--attackers") { Description = "Others attack the cluster meanwhile (tests/Attacks)" };
    private static readonly Option<string[]> Faults = new("--fault")
    {
        Description = $"A kind of harm, repeated for more; all if none is named: {string.Join(", ", Fault.All.Select(fault => fault.Name))}",
        DefaultValueFactory = _ => [],
    };

    public static Task<int> RunAsync(string[] arguments, Func<ChaosOptions, Task<int>> run)
    {
        var root = new RootCommand("Harms a cluster while clients talk, and checks that every promise was kept.")
        {
            Minutes, Seed, Clients, Persons, Workers, FaultsPerMinute, ChatRate, RoomRate, EditRate, SearchRate, PastRate, TypingRate, RenamingRate, PrivateMessages, SayRate, Window, Data, Worker, ChatOnly, Attackers, Leak, Faults,
        };
        Faults.AcceptOnlyFromAmong([.. Fault.All.Select(fault => fault.Name)]);
        root.SetAction(result => run(WithPings(new ChaosOptions
        {
            Duration = TimeSpan.FromMinutes(result.GetValue(Minutes)),
            Seed = result.GetValue(Seed),
            Clients = result.GetValue(Clients),
            Persons = result.GetValue(Persons),
            Workers = result.GetValue(Workers),
            FaultsPerMinute = result.GetValue(FaultsPerMinute),
            ChatRate = result.GetValue(ChatRate),
            RoomRate = result.GetValue(RoomRate),
            EditRate = result.GetValue(EditRate),
            SearchRate = result.GetValue(SearchRate),
            PastRate = result.GetValue(PastRate),
            TypingRate = result.GetValue(TypingRate),
            RenamingRate = result.GetValue(RenamingRate),
            PrivateMessages = result.GetValue(PrivateMessages),
            SayRate = result.GetValue(SayRate),
            Window = TimeSpan.FromSeconds(result.GetValue(Window)),
            Data = result.GetValue(Data),
            Worker = result.GetValue(Worker) is { } worker ? Path.GetFullPath(worker) : BuildOutput.ChaosWorker,
            ChatOnly = result.GetValue(ChatOnly),
            Attackers = result.GetValue(Attackers),
            Leak = result.GetValue(Leak),
            Faults = result.GetValue(Faults)!,
        })));
        return root.Parse(arguments).InvokeAsync();
    }

    // The real worker program takes no other than the protocol's.
    private static ChaosOptions WithPings(ChaosOptions options) => options.ChatOnly
        ? options with { PingInterval = TimeSpan.FromSeconds(25), PingTimeout = TimeSpan.FromSeconds(20) }
        : options;
}
