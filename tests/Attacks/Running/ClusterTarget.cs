using Attacks.Attacks;
using Testing.Processes;

namespace Attacks.Running;

/// <summary>This repository's cluster.</summary>
internal sealed class ClusterTarget : IAttackTarget
{
    private readonly ClusterProcess _cluster;

    private ClusterTarget(ClusterProcess cluster) => _cluster = cluster;

    public IReadOnlyList<int> Ports => [_cluster.Port, _cluster.Port + 1];

    public int LogLines => _cluster.Primary.Output.Lines.Count;

    public static async Task<ClusterTarget> StartAsync(IAttack attack) => new(await ClusterProcess.StartAsync(new ClusterSettings
    {
        MaxFiles = attack.MaxFiles,
        // One client fills the chat before the attack.
        Environment = attack.Messages > 0 ? new Dictionary<string, string> { ["Chat__MessagesPerSecond"] = "0" } : [],
    }));

    public async Task<IReadOnlyList<int>> WorkersAsync() => (await _cluster.TryHealthAsync())?.Workers.Select(worker => worker.Pid).ToArray() ?? [];

    public string LastLines(int count) => string.Join('\n', _cluster.Primary.Output.Lines.Concat(_cluster.Primary.Errors.Lines).TakeLast(count));

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
