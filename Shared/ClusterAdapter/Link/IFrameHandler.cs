using Cluster.Protos;

namespace ClusterAdapter.Link;

/// <summary>Takes what comes from the primary, one frame at a time, in the stream's order.</summary>
internal interface IFrameHandler
{
    /// <summary>A stream begins; nothing else comes before this returns.</summary>
    void OnWelcome(Welcome welcome, bool isFirst);

    /// <summary>The stream can be written to.</summary>
    void OnAttached(Outbox outbox);

    /// <summary>A stream has ended.</summary>
    void OnDetached();

    /// <summary>The next frame; any kind but Welcome.</summary>
    void OnFrame(PrimaryFrame frame);

    /// <summary>Every event up to here that concerns this worker has come.</summary>
    void OnComplete(long number);
}
