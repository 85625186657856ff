using System.Diagnostics;
using System.Globalization;
using Fuzz.Wire;

namespace Fuzz;

/// <summary>Tells how a run goes, and keeps its figures.</summary>
internal sealed class Progress(TextWriter output)
{
    private const double Mebibyte = 1024 * 1024;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Dictionary<string, Tally> _targets = [];
    private readonly List<MemorySample> _memory = [];

    public IReadOnlyDictionary<string, Tally> Targets => _targets;

    public IReadOnlyList<MemorySample> Memory => _memory;

    private long Inputs => _targets.Values.Sum(tally => tally.Inputs);

    public Tally Of(string target) => _targets.TryGetValue(target, out var known) ? known : _targets[target] = new Tally();

    public Task EndRoundAsync(MemorySample memory, int findings)
    {
        _memory.Add(memory);
        return WriteAsync(
            $"{_watch.Elapsed.TotalSeconds,6:F1} s  round {_memory.Count,2}  {Inputs,9:N0} inputs  heap {memory.Heap / Mebibyte,6:F2} MiB  RSS {memory.WorkingSet / Mebibyte,6:F1} MiB  {findings} findings");
    }

    public async Task EndAsync(WireRun wire, int warnings)
    {
        await output.WriteLineAsync();
        foreach (var (name, tally) in _targets.Where(each => each.Value.Inputs > 0))
        {
            await WriteAsync(
                $"{name,-20} {tally.Inputs,9:N0} inputs  {100.0 * tally.Accepted / tally.Inputs,3:F0} % accepted  {tally.Inputs / tally.Time.TotalSeconds,9:N0} per second");
        }
        await WriteAsync($"the good client: {wire.Echoes:N0} echoes, the slowest {wire.SlowestEcho.TotalMilliseconds:F0} ms; {warnings} warnings in the log");
        await WriteAsync($"{Inputs:N0} inputs in {_watch.Elapsed.TotalSeconds:F0} s");
    }

    private Task WriteAsync(FormattableString line) => output.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
}
