using Client.Tests.Recovery.Cases;
using Client.Tests.Recovery.Servers;
using Client.Tests.Support;

namespace Client.Tests.Recovery;

/// <summary>The 13 cases, over each transport, in one process and in a cluster. RecoveryTable prints them.</summary>
/// <remarks>Each has servers of its own and mostly waits, so they run beside each other.</remarks>
[Parallelizable(ParallelScope.Children)]
public sealed class RecoveryTests
{
    [Test]
    public async Task Client_ThatComesBackToASingleProcess_IsRecovered(
        [ValueSource(nameof(Cases))] string name, [Values(TransportMode.Polling, TransportMode.WebSocket)] TransportMode mode) =>
        Assert.That(await Find(name).TryAsync(SingleServer.StartAsync, mode), Is.Null);

    [Test]
    public async Task Client_ThatComesBackToACluster_IsRecovered(
        [ValueSource(nameof(Cases))] string name, [Values(TransportMode.Polling, TransportMode.WebSocket)] TransportMode mode) =>
        Assert.That(await Find(name).TryAsync(ClusterServer.StartAsync, mode), Is.Null);

    private static IEnumerable<string> Cases => RecoveryCase.All.Select(item => item.ToString());

    private static RecoveryCase Find(string name) => RecoveryCase.All.Single(item => item.ToString() == name);
}
