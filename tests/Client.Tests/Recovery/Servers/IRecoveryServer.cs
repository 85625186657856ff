namespace Client.Tests.Recovery.Servers;

/// <summary>
/// A server in two places: two workers of a cluster, or one process on two ports. The client under test is at place 1, the
/// one that publishes meanwhile at place 0.
/// </summary>
internal interface IRecoveryServer : IAsyncDisposable
{
    /// <summary>Whether each place has a process of its own.</summary>
    bool IsCluster { get; }

    int Port(int place);

    string Url(int place) => $"http://127.0.0.1:{Port(place)}";

    /// <summary>Ends the process behind a place, and waits until it has gone.</summary>
    Task EndProcessAsync(int place, Signal signal);

    /// <summary>Waits until another process serves there, starting it if nobody else does.</summary>
    Task WaitForProcessAsync(int place);

    /// <summary>
    /// Kills what keeps order and sessions, and starts it again: the primary of a cluster. A single process is killed and
    /// started twice, so that a session has to outlive a life of the server in which its client did not show up.
    /// </summary>
    Task RestartPrimaryAsync();

    /// <summary>Makes the server's log let go of everything that was emitted before, while clients stay connected.</summary>
    Task ForgetEventsAsync(NodeSocket helper);

    /// <summary>Waits until a session whose client has left is over.</summary>
    Task WaitForEndOfSessionAsync(string id);
}
