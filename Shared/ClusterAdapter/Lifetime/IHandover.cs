namespace ClusterAdapter.Lifetime;

/// <summary>How a process hands its place among the workers over to the one that follows.</summary>
internal interface IHandover
{
    /// <summary>Whether the process that takes the place can listen on the port before this one has closed it.</summary>
    bool SharesPort { get; }

    /// <summary>Drains: no new connections, then the open ones are closed over a window, then the process ends.</summary>
    /// <param name="window">How long that may take; none means at once, also when it has begun.</param>
    void Begin(TimeSpan window);
}
