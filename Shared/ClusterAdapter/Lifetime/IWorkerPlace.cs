namespace ClusterAdapter.Lifetime;

/// <summary>The place that a process has among the workers, which another may take.</summary>
internal interface IWorkerPlace
{
    /// <summary>Whether the process that takes the place can listen on the port before this one has left it.</summary>
    bool SharesPort { get; }

    /// <summary>Leaves it: no new connections, then the open ones are closed over a window, then the process ends.</summary>
    /// <param name="window">How long that may take; none means at once, also when it has begun.</param>
    void Leave(TimeSpan window);
}
