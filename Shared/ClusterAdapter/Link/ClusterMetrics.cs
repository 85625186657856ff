using System.Diagnostics.Metrics;

namespace ClusterAdapter.Link;

/// <summary>What a worker counts of its cluster traffic, under the meter <c>SocketIO.Cluster</c>.</summary>
internal sealed class ClusterMetrics
{
    private readonly Counter<long> _published;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _applied;

    public ClusterMetrics(IMeterFactory meters, SubmissionBuffer submissions)
    {
        var meter = meters.Create("SocketIO.Cluster");
        _published = meter.CreateCounter<long>("cluster.publish.sent", "{frame}", "Frames for other workers handed to the primary.");
        _dropped = meter.CreateCounter<long>("cluster.publish.dropped", "{frame}", "Frames for other workers lost because the primary was away, or did not take them.");
        _applied = meter.CreateCounter<long>("cluster.events.applied", "{event}", "Events of the log delivered here.");
        meter.CreateObservableGauge("cluster.submissions.pending", () => submissions.Count, "{submission}", "Submissions that the primary has not answered yet.");
    }

    /// <summary>A frame for other workers: a broadcast, a question or an answer.</summary>
    public void Published(bool sent) => (sent ? _published : _dropped).Add(1);

    public void Applied() => _applied.Add(1);
}
