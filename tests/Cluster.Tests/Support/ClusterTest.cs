using NUnit.Framework.Interfaces;

namespace Cluster.Tests.Support;

/// <summary>A fixture whose tests each have clusters of their own; they are ended after each, and shown if it failed.</summary>
public abstract class ClusterTest
{
    private readonly List<ClusterProcess> _clusters = [];

    [TearDown]
    public async Task EndClustersAsync()
    {
        foreach (var cluster in _clusters)
        {
            if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed)
            {
                await TestContext.Out.WriteLineAsync(cluster.ToString());
            }
            await cluster.DisposeAsync();
        }
        _clusters.Clear();
    }

    /// <summary>Starts a cluster and waits until it is ready.</summary>
    protected async Task<ClusterProcess> StartAsync(ClusterSettings? settings = null)
    {
        var cluster = Prepare(settings);
        cluster.Start();
        await cluster.WaitUntilReadyAsync();
        return cluster;
    }

    /// <summary>Makes ready for a cluster without starting it.</summary>
    protected ClusterProcess Prepare(ClusterSettings? settings = null)
    {
        var cluster = ClusterProcess.Prepare(settings);
        _clusters.Add(cluster);
        return cluster;
    }
}
