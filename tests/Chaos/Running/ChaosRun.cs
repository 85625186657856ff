using System.Globalization;
using Chaos.Clients;
using Chaos.Faults;
using Chaos.Record;
using Testing.Network;
using Testing.Processes;

namespace Chaos.Running;

/// <summary>A run: starts a cluster and clients, lets them talk while the nemesis is about, and lets everything settle.</summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    // The last harm is repaired behind the end: the attackers are ended, and do not end.
    private static readonly TimeSpan EndOfSiege = TimeSpan.FromMinutes(10);

    private const int PollingEvery = 10;

    private readonly ChaosOptions _options;
    private readonly ClusterProcess _cluster;
    private readonly Recorder _recorder = new();
    private readonly List<TcpProxy> _proxies = [];
    private readonly List<ChaosClient> _clients = [];
    private readonly long _formerId;
    private bool _collected;
    private Besieger? _besieger;

    private ChaosRun(ChaosOptions options, ClusterProcess cluster)
    {
        _cluster = cluster;
        _formerId = Database.LastId(cluster.Database);
        // What a former run has left would be taken for messages of this one.
        _options = _formerId > 0 ? options with { SearchRate = 0, PastRate = 0 } : options;
    }

    public Recorder Recorder => _recorder;

    /// <summary>What the cluster's processes wrote.</summary>
    public string Output => _cluster.ToString();

    public static async Task<ChaosRun> StartAsync(ChaosOptions options)
    {
        var environment = new Dictionary<string, string>
        {
            ["CHAOS_PING_INTERVAL"] = Milliseconds(options.PingInterval),
            ["CHAOS_PING_TIMEOUT"] = Milliseconds(options.PingTimeout),
            ["CHAOS_RECOVERY_WINDOW"] = Milliseconds(options.Window),
            ["CHAOS_LEAK"] = options.Leak ? "1" : "0",
            // For the real worker program.
            ["Chat__RecoveryWindow"] = options.Window.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            // The checker's clients do not ask for what is left out.
            ["Chat__HistoryAtConnect"] = "0",
        };
        var cluster = await ClusterProcess.StartAsync(new ClusterSettings
        {
            Workers = options.Workers,
            Worker = options.Worker,
            Data = options.Data is null ? "data" : Path.GetFullPath(options.Data),
            Environment = environment,
        }).ConfigureAwait(false);
        var run = new ChaosRun(options, cluster);
        run.StartClients();
        return run;
    }

    /// <summary>Goes through the whole run.</summary>
    /// <returns>What happened, to be checked.</returns>
    public async Task<RunHistory> RunAsync(Action<string> say)
    {
        using var target = new Target(_cluster, _proxies, _clients, _options.Window);
        var faults = Fault.All.Where(fault => _options.Faults.Count == 0 || _options.Faults.Contains(fault.Name)).ToArray();
        var nemesis = new Nemesis(target, faults, _options.FaultsPerMinute, _options.Seed);
        var settling = new Settling(_cluster, _clients, _recorder, _options);
        await settling.ConnectedAsync().ConfigureAwait(false);
        say($"{_clients.Count} clients are connected");

        using var end = new CancellationTokenSource(_options.Duration);
        using var endOfTraffic = new CancellationTokenSource();
        using var endOfWatch = new CancellationTokenSource();
        var watch = WatchAsync(say, endOfWatch.Token);
        var traffic = new Traffic(_clients, _recorder, _options).RunAsync(endOfTraffic.Token);
        _besieger = _options.Attackers
            ? new Besieger(Enumerable.Range(_cluster.Port, _options.Workers), _options.Duration + EndOfSiege)
            : null;
        if (_options.FaultsPerMinute > 0)
        {
            await nemesis.RunAsync(end.Token).ConfigureAwait(false);
        }
        else
        {
            await Task.Delay(Timeout.Infinite, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await endOfTraffic.CancelAsync().ConfigureAwait(false);
        await traffic.ConfigureAwait(false);
        if (_besieger is not null)
        {
            if (_besieger.Fault is { } fault)
            {
                _recorder.Oddities.Enqueue(fault);
            }
            await _besieger.DisposeAsync().ConfigureAwait(false);
            say($"what the attackers did:\n{_besieger.Story}");
        }
        say("settling");
        var unsettled = await settling.SettleAsync().ConfigureAwait(false);
        await endOfWatch.CancelAsync().ConfigureAwait(false);
        await watch.ConfigureAwait(false);
        return await CollectAsync(settling, [.. nemesis.Failed, .. unsettled], nemesis.Done).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_besieger is not null)
        {
            await _besieger.DisposeAsync().ConfigureAwait(false);
        }
        if (!_collected)
        {
            await EndClientsAsync().ConfigureAwait(false);
        }
        foreach (var proxy in _proxies)
        {
            await proxy.DisposeAsync().ConfigureAwait(false);
        }
        await _cluster.DisposeAsync().ConfigureAwait(false);
    }

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);

    private void StartClients()
    {
        _proxies.AddRange(Enumerable.Range(0, _options.Workers).Select(worker => new TcpProxy(_cluster.Port + worker)));
        int[] ports = [.. _proxies.Select(proxy => proxy.Port)];
        Person[] persons = [.. Enumerable.Range(0, _options.Persons).Select(i => Person.Create($"Person {i}"))];
        // One for each, and a second for every other one.
        Person[] owners = [.. persons, .. persons.Where((_, i) => i % 2 == 0)];
        for (var i = 0; i < _options.Clients; i++)
        {
            var place = new ClientPlace(ports, i % PollingEvery == PollingEvery - 1, _formerId, owners.ElementAtOrDefault(i));
            _clients.Add(new ChaosClient(i, place, _recorder, _options.Seed));
        }
    }

    private async Task WatchAsync(Action<string> say, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var second = 1; !cancellation.IsCancellationRequested; second++)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false);
            foreach (var client in _clients)
            {
                client.CheckSilence();
            }
            if (second % 30 == 0)
            {
                say($"{_clients.Count(client => client.IsConnected)} of {_clients.Count} connected, {_recorder.Deliveries} deliveries");
            }
        }
    }

    private async Task<RunHistory> CollectAsync(Settling settling, IEnumerable<string> unsettled, IEnumerable<FaultRecord> faults)
    {
        await EndClientsAsync().ConfigureAwait(false);
        _collected = true;
        var history = new RunHistory
        {
            Window = _options.Window,
            Patience = _options.PingInterval + _options.PingTimeout,
            FormerId = _formerId,
            HasStrangers = _options.Attackers,
        };
        history.PresenceAt = settling.PresenceAt;
        history.Presence.AddRange(settling.Presence);
        history.Unsettled.AddRange(unsettled);
        history.Unsettled.AddRange(_recorder.Oddities);
        history.Messages.AddRange(_recorder.Messages);
        history.Clients.AddRange(_clients.Select(client => client.Record));
        history.Faults.AddRange(faults);
        history.Stored.AddRange(Database.Read(_cluster.Database, _formerId));
        return history;
    }

    private Task EndClientsAsync() => Task.WhenAll(_clients.Select(client => client.DisposeAsync().AsTask()));
}
