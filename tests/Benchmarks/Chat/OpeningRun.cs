using Attacks.Running;
using Attacks.Wire;
using Benchmarks.Recovery.Figures;
using Testing;

namespace Benchmarks.Chat;

/// <summary>Clients that have nothing yet open the chat, all at the same time, behind a long history.</summary>
internal static class OpeningRun
{
    private const int MostShown = 1_000;

    private static readonly TimeSpan After = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(IAttackTarget target, int count, int messages)
    {
        await ChatClient.FillAsync(target.Ports[0], messages).ConfigureAwait(false);
        await Task.Delay(After).ConfigureAwait(false);
        var processes = await target.ProcessesAsync().ConfigureAwait(false);
        using var memory = new MemoryWatch([.. processes]);
        var cpu = processes.Select(CpuTime.Of).ToArray();
        var readers = new Readers(count);
        await using var ended = readers.ConfigureAwait(false);
        await readers.ConnectAsync(target.Ports, i => $$"""{"secret":"the secret of client number {{i}}","serverOffset":0}""", TimeSpan.Zero).ConfigureAwait(false);
        var shown = Math.Min(messages, MostShown);
        await Eventually.TrueAsync(() => readers.All.All(reader => reader.Messages >= shown), "all messages at all clients", TimeSpan.FromMinutes(2)).ConfigureAwait(false);

        var (first, last) = (readers.Since(reader => reader.FirstMessageAt), readers.Since(reader => reader.LastMessageAt));
        var used = processes.Select((process, i) => CpuTime.Of(process) - cpu[i]).ToArray();
        var peak = memory.Stop();
        await Task.Delay(After).ConfigureAwait(false);
        Say.Line($"opening, {count} clients at once, {messages} messages stored: first message p50 {first.Percentile(0.5):F2} s, p99 {first.Percentile(0.99):F2} s; the last one of {shown} p50 {last.Percentile(0.5):F2} s, p99 {last.Percentile(0.99):F2} s; server {used.Sum():F1} s of CPU (each process {string.Join(", ", used.Select(each => $"{each:F1}"))}), {memory.Before >> 20} MiB before, {peak >> 20} at the most, {MemoryWatch.Now(processes) >> 20} ten seconds later");
    }
}
