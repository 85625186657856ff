using System.Globalization;
using Chaos.Record;
using Chaos.Running;
using Chaos.Verification;

const int Shown = 5;

return await CommandLine.RunAsync(args, RunAsync).ConfigureAwait(false);

static async Task<int> RunAsync(ChaosOptions options)
{
    Say(string.Create(CultureInfo.InvariantCulture, $"seed {options.Seed}: {options.Workers} workers, {options.Clients} clients, {options.FaultsPerMinute} faults a minute for {options.Duration.TotalMinutes} minutes"));
    var run = await ChaosRun.StartAsync(options).ConfigureAwait(false);
    await using var ended = run.ConfigureAwait(false);
    var history = await run.RunAsync(Say).ConfigureAwait(false);
    Say("checking");
    var violations = Verifier.Check(history);
    Console.Write(Report.Figures(history, run.Recorder));
    foreach (var rule in violations.GroupBy(violation => violation.Rule))
    {
        foreach (var violation in rule.Take(Shown))
        {
            Console.WriteLine();
            Console.Write(Report.Story(history, violation));
        }
        if (rule.Skip(Shown).Any())
        {
            Console.WriteLine($"and {rule.Count() - Shown} more violations of \"{rule.Key}\"");
        }
    }
    if (violations.Count > 0)
    {
        var output = Path.Combine(Path.GetTempPath(), $"chaos-{options.Seed}-{Environment.ProcessId}.log");
        await File.WriteAllTextAsync(output, $"{string.Join('\n', violations)}\n\n{run.Output}").ConfigureAwait(false);
        Console.WriteLine($"\nWhat the cluster's processes wrote, and all violations, are in {output}.");
    }
    Console.WriteLine($"\n{violations.Count} violations (seed {options.Seed})");
    return violations.Count == 0 ? 0 : 1;
}

static void Say(string text) => Console.WriteLine($"[{Clock.Span(Clock.Now):mm\\:ss}] {text}");
