namespace Client.Tests.Recovery.Servers;

/// <summary>A cluster of this repository, with two workers.</summary>
internal sealed class ClusterServer : IRecoveryServer
{
    private readonly ClusterProcess _cluster;
    private readonly int[] _former = new int[2];

    private ClusterServer(ClusterProcess cluster) => _cluster = cluster;

    public bool IsCluster => true;

    public static async Task<IRecoveryServer> StartAsync(RecoverySettings settings) =>
        new ClusterServer(await ClusterProcess.StartAsync(new ClusterSettings { Worker = BuildOutput.TestWorker, Environment = settings.Environment }));

    public int Port(int place) => _cluster.Port + place;

    public async Task EndProcessAsync(int place, Signal signal)
    {
        _former[place] = await _cluster.SignalWorkerAsync(place, signal);
        await Eventually.TrueAsync(() => !_cluster.LivingProcesses().Contains(_former[place]), "the end of the worker");
    }

    public async Task WaitForProcessAsync(int place)
    {
        await _cluster.WaitForHealthAsync(health => health.IsReady && health.Workers[place].Pid != _former[place], $"a new worker {place}");
    }

    public async Task RestartPrimaryAsync()
    {
        await _cluster.KillPrimaryAsync();
        _cluster.Start();
        await _cluster.WaitUntilReadyAsync();
    }

    public Task ForgetEventsAsync(NodeSocket helper) => LogFlood.ForgetAsync(helper, _cluster.Database);

    public Task WaitForEndOfSessionAsync(string id) => ServerDatabase.WaitForEndOfSessionAsync(_cluster.Database, id);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    public override string ToString() => _cluster.ToString();
}
