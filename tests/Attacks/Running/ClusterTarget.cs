using Testing.Processes;

namespace Attacks.Running;

/// <summary>This repository's cluster.</summary>
internal sealed class ClusterTarget : IAttackTarget
{
    private readonly ClusterProcess _cluster;

    private ClusterTarget(ClusterProcess cluster) => _cluster = cluster;

    public IReadOnlyList<int> Ports => [_cluster.Port, _cluster.Port + 1];

    public int LogLines => _cluster.Primary.Output.Lines.Count;

    /// <summary>Starts it.</summary>
    /// <param name="isFilled">Whether one client is to fill it with messages, faster than anybody may write.</param>
    /// <param name="maxFiles">How many files each process may have open, if that is to be limited.</param>
    public static async Task<ClusterTarget> StartAsync(bool isFilled, int? maxFiles = null) => new(await ClusterProcess.StartAsync(new ClusterSettings
    {
        MaxFiles = maxFiles,
        // One client fills the chat.
        Environment = isFilled ? new Dictionary<string, string> { ["Chat__MessagesPerSecond"] = "0" } : [],
    }));

    public async Task<IReadOnlyList<int>> WorkersAsync() => (await _cluster.TryHealthAsync())?.Workers.Select(worker => worker.Pid).ToArray() ?? [];

    public async Task<IReadOnlyList<int>> ProcessesAsync() => [_cluster.Primary.Pid, .. await WorkersAsync()];

    public string LastLines(int count) => string.Join('\n', _cluster.Primary.Output.Lines.Concat(_cluster.Primary.Errors.Lines).TakeLast(count));

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
