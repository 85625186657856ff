using System.Collections.Concurrent;
using Chaos.Record;

namespace Chaos.Faults;

/// <summary>Does harm, at times and of kinds that only the seed decides; some of it while other harm is being done.</summary>
internal sealed class Nemesis(Target target, IReadOnlyList<Fault> faults, double perMinute, int seed)
{
    private const int AtOnce = 3;

    private readonly ConcurrentQueue<FaultRecord> _done = new();
    private readonly ConcurrentQueue<string> _failed = new();

    public IReadOnlyList<FaultRecord> Done => [.. _done];

    /// <summary>What did not repair itself.</summary>
    public IReadOnlyList<string> Failed => [.. _failed];

    /// <summary>Goes on until it is cancelled, and then until everything is repaired.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var random = new Random(seed);
        using var slots = new SemaphoreSlim(AtOnce);
        var running = new List<Task>();
        var notYet = faults.ToList();
        while (!cancellation.IsCancellationRequested)
        {
            // Drawn in this order whatever happens, so that a seed gives the same harm again.
            var wait = TimeSpan.FromMinutes(-Math.Log(1 - random.NextDouble()) / perMinute);
            var fault = Choose(random, notYet);
            var own = new Random(random.Next());
            try
            {
                await Task.Delay(wait, cancellation).ConfigureAwait(false);
                await slots.WaitAsync(cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            running.RemoveAll(task => task.IsCompleted);
            running.Add(Task.Run(() => DoAsync(fault, own, slots), CancellationToken.None));
        }
        await Task.WhenAll(running).ConfigureAwait(false);
    }

    // Every kind once, before one comes again: what a run shows, it shows of each.
    private Fault Choose(Random random, List<Fault> notYet)
    {
        var among = notYet.Count > 0 ? notYet : faults;
        var left = random.Next(among.Sum(fault => fault.Weight));
        var chosen = among.First(fault => (left -= fault.Weight) < 0);
        notYet.Remove(chosen);
        return chosen;
    }

    private async Task DoAsync(Fault fault, Random random, SemaphoreSlim slots)
    {
        var at = Clock.Now;
        try
        {
            var detail = await fault.DoAsync(target, random).ConfigureAwait(false);
            _done.Enqueue(new FaultRecord(fault.Name, at, Clock.Now, detail));
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException or HttpRequestException or OperationCanceledException)
        {
            _failed.Enqueue($"{fault.Name} {Clock.Text(at)}: {exception.Message}");
        }
        finally
        {
            slots.Release();
        }
    }
}
