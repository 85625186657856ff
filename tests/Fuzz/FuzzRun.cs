using System.Diagnostics;
using Fuzz.Decoding;
using Fuzz.Wire;

namespace Fuzz;

/// <summary>A whole run: rounds of inputs for all targets, and a look at memory after each.</summary>
public static class FuzzRun
{
    /// <summary>No input takes longer, however busy the machine is.</summary>
    private static readonly TimeSpan InputLimit = TimeSpan.FromSeconds(10);

    /// <summary>What caches and pools may still take up once they are warm.</summary>
    private const long HeapGrowthAllowed = 2 * 1024 * 1024;

    /// <summary>Runs all targets.</summary>
    /// <param name="options">How much.</param>
    /// <param name="output">Where to tell how it goes.</param>
    public static async Task<FuzzReport> RunAsync(FuzzOptions options, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        var findings = new Findings();
        using var log = new ErrorLog(findings);
        using var deadlines = new Deadlines(findings, InputLimit);
        await using var server = await FuzzServer.StartAsync(log);
        var progress = new Progress(output);
        var wire = new WireRun(options.Seed, server, findings, progress);
        var decoding = new DecodingRun(options.Seed, findings, deadlines);
        var wireInputs = options.Inputs * options.WirePercent / 100 / options.Rounds;
        var decodingInputs = options.Inputs * (100 - options.WirePercent) / 100 / options.Rounds / DecodingTargets.All.Count;
        for (var round = 0; round < options.Rounds && !deadlines.Missed.IsCompleted; round++)
        {
            foreach (var target in DecodingTargets.All)
            {
                var started = Stopwatch.GetTimestamp();
                await decoding.RunAsync(target, progress.Of(target.Name), decodingInputs);
                progress.Of(target.Name).Took(Stopwatch.GetElapsedTime(started));
            }
            await wire.RunAsync(wireInputs);
            await progress.EndRoundAsync(MemorySample.Take(), findings.Count);
        }
        CheckMemory(progress.Memory, findings);
        await progress.EndAsync(wire, log.Warnings);
        return new FuzzReport(findings.Kept, progress.Targets, progress.Memory, wire.Echoes);
    }

    /// <summary>The first rounds fill caches and pools; afterwards the heap must stay as it is.</summary>
    private static void CheckMemory(IReadOnlyList<MemorySample> memory, Findings findings)
    {
        var warm = memory.Count / 3;
        if (memory.Count > 2 && memory[^1].Heap - memory[warm].Heap > HeapGrowthAllowed)
        {
            findings.Add("memory", $"the heap grew from {memory[warm].Heap:N0} to {memory[^1].Heap:N0} bytes");
        }
    }
}
