using System.Diagnostics;
using Fuzz.Inputs;

namespace Fuzz.Wire;

/// <summary>Attacks a server, while a good client is served by it.</summary>
internal sealed class WireRun(ulong seed, FuzzServer server, Findings findings, Progress progress)
{
    private const int AttackersEach = 12;

    /// <summary>Sessions that were left lying are closed by the heartbeat; this is several times as long.</summary>
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private static readonly IReadOnlyList<(string Name, int Percent, Func<int, IAttack> Create)> Kinds =
    [
        ("http requests", 40, port => new RequestAttack(port)),
        ("polling payloads", 30, port => new PollingAttack(port)),
        ("websocket messages", 30, port => new WebSocketAttack(port)),
    ];

    public int Echoes { get; private set; }

    public TimeSpan SlowestEcho { get; private set; }

    /// <summary>Sends so many inputs, closes everything, and waits until the server has nothing left.</summary>
    public async Task RunAsync(long count)
    {
        using var stop = new CancellationTokenSource();
        var good = new GoodClient(server.Port);
        var goodRun = ReportAsync("the good client", 0, () => good.RunAsync(stop.Token));
        foreach (var (name, percent, create) in Kinds)
        {
            var started = Stopwatch.GetTimestamp();
            await AttackAsync(name, count * percent / 100, create);
            progress.Of(name).Took(Stopwatch.GetElapsedTime(started));
        }
        await stop.CancelAsync();
        await goodRun;
        Echoes += good.Echoes;
        SlowestEcho = good.Slowest > SlowestEcho ? good.Slowest : SlowestEcho;
        await WaitUntilClosedAsync();
    }

    private async Task AttackAsync(string name, long count, Func<int, IAttack> create)
    {
        var tally = progress.Of(name);
        var next = tally.Inputs - 1;
        var end = tally.Inputs + count;
        await Task.WhenAll(Enumerable.Range(0, AttackersEach).Select(_ => Task.Run(AttackOneByOneAsync)));

        async Task AttackOneByOneAsync()
        {
            var attack = create(server.Port);
            long index;
            while ((index = Interlocked.Increment(ref next)) < end)
            {
                var accepted = false;
                var dice = new Dice(seed, name, index);
                if (!await ReportAsync(name, index, async () => accepted = await attack.RunAsync(dice)))
                {
                    await attack.DisposeAsync();
                    attack = create(server.Port);
                }
                tally.Count(accepted);
                CheckWaits();
            }
            await ReportAsync(name, index, () => attack.DisposeAsync().AsTask());
        }
    }

    private async Task<bool> ReportAsync(string name, long index, Func<Task> run)
    {
        try
        {
            await run();
            return true;
        }
        catch (Exception exception)
        {
            findings.Add(name, $", input {index}, seed {seed}", exception.ToString());
            return false;
        }
    }

    private void CheckWaits()
    {
        if (server.Traffic.LongestWait > RawConnection.Deadline)
        {
            findings.Add("requests", $"one waits for its answer since {server.Traffic.LongestWait.TotalSeconds:F0} s");
        }
    }

    private async Task WaitUntilClosedAsync()
    {
        var watch = Stopwatch.StartNew();
        while (!server.IsIdle)
        {
            if (watch.Elapsed > CloseLimit)
            {
                findings.Add("the end", $"left are {server.Sessions} sessions, {server.Sockets} sockets, {server.Traffic.Connections} connections, {server.Traffic.Requests} requests");
                return;
            }
            await Task.Delay(Interval);
        }
    }
}
