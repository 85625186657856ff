using System.Collections.Concurrent;
using Fuzz;

if (FuzzOptions.Read(args) is not { } options)
{
    await Console.Error.WriteLineAsync("Usage: Fuzz [--inputs N] [--seed N] [--wire PERCENT] [--rounds N]");
    return 2;
}
var unobserved = new ConcurrentQueue<Finding>();
TaskScheduler.UnobservedTaskException += (_, failed) => unobserved.Enqueue(new Finding("a task that nobody awaits", failed.Exception.ToString()));
var report = await FuzzRun.RunAsync(options, Console.Out);
Finding[] findings = [.. report.Findings, .. unobserved];
foreach (var finding in findings)
{
    await Console.Error.WriteLineAsync($"\nFound: {finding.Where}\n{finding.What}");
}
await Console.Out.WriteLineAsync(findings.Length == 0 ? "Nothing was found." : $"{findings.Length} findings.");
// A decoder that hangs would hold the process.
Environment.Exit(findings.Length == 0 ? 0 : 1);
return 0;
