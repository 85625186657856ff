using Attacks.Running;
using Benchmarks.Recovery.Figures;
using Chaos.Record;

namespace Benchmarks.Chat;

/// <summary>Many clients connect within some seconds, each as somebody else, and are told who is there.</summary>
internal static class CrowdRun
{
    private const double MicrosecondsPerSecond = 1_000_000;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(IAttackTarget target, int count, TimeSpan within)
    {
        var processes = await target.ProcessesAsync().ConfigureAwait(false);
        using var memory = new MemoryWatch([.. processes]);
        var cpu = processes.Select(CpuTime.Of).ToArray();
        var readers = new Readers(count);
        await using var ended = readers.ConfigureAwait(false);
        var began = Clock.Now;
        await readers.ConnectAsync(target.Ports, i => $$"""{"secret":"the secret of client number {{i}}","name":"Client {{i}}","serverOffset":0}""", within).ConfigureAwait(false);
        var connected = Clock.Now;
        await QuietAsync(readers, connected).ConfigureAwait(false);

        var used = processes.Select((process, i) => CpuTime.Of(process) - cpu[i]).ToArray();
        var lastAt = readers.All.Max(reader => reader.LastAt);
        var informed = readers.All.Where(reader => reader.Online == count - readers.Refused).ToArray();
        var known = informed.Length == 0 ? double.NaN : Seconds(informed.Max(reader => reader.OnlineAt) - connected);
        Say.Line($"crowd, {count} clients within {within.TotalSeconds} s: connected in {Seconds(connected - began):F1} s, {readers.Refused} refused; {informed.Length} know the right count, the last one {known:F1} s after the last had connected; the last event {Seconds(lastAt - connected):F1} s after; {readers.Events} events ({(double)readers.Events / count:F0} a client), {readers.All.Sum(reader => reader.Got.Characters) / 1e6:F0} MB; server {used.Sum():F1} s of CPU (each process {string.Join(", ", used.Select(each => $"{each:F1}"))}), {memory.Before >> 20} MiB before, {memory.Stop() >> 20} at the most");
    }

    private static async Task QuietAsync(Readers readers, long since)
    {
        var (events, at) = (readers.Events, Clock.Now);
        while (Clock.Now - at < Quiet.TotalMicroseconds && Clock.Now - since < Longest.TotalMicroseconds)
        {
            await Task.Delay(Look).ConfigureAwait(false);
            if (readers.Events != events)
            {
                (events, at) = (readers.Events, Clock.Now);
            }
        }
    }

    private static double Seconds(long microseconds) => microseconds / MicrosecondsPerSecond;
}
