namespace ClusterAdapter.Link;

/// <summary>The way to what keeps the log: a primary in another process, or the same within this one.</summary>
internal interface IRelay : IDisposable
{
    /// <summary>Opens a stream; whether it can be is known by the first message.</summary>
    /// <param name="cancellation">Ends the stream, too.</param>
    IRelayStream Attach(CancellationToken cancellation);
}
