using System.Diagnostics.Metrics;
using System.Net;
using EngineIO.Diagnostics;
using EngineIO.Limits;
using Microsoft.Extensions.Logging;

namespace EngineIO.Sessions;

/// <summary>What all sessions of a server share.</summary>
internal sealed class EngineRuntime(EngineIOOptions options, IEngineIOHandler handler, ILogger logger, TimeProvider time, IMeterFactory? meters = null)
    : IDisposable
{
    private int _open;
    private readonly int? _maxSessions = options.MaxSessions ?? FileRoom.Current?.Sessions;
    private volatile bool _closing;

    public EngineIOOptions Options => options;

    public IEngineIOHandler Handler => handler;

    public ILogger Logger => logger;

    public ServerClock Clock { get; } = new(time);

    public SessionTable Sessions { get; } = new();

    public EngineMetrics Metrics { get; } = new(meters);

    /// <summary>Whether new sessions are refused.</summary>
    public bool IsClosing => _closing;

    /// <summary>The number of open sessions, without those still closing.</summary>
    public int OpenCount => Volatile.Read(ref _open);

    /// <summary>Whether there are as many sessions as there may be.</summary>
    public bool IsFull => Sessions.Count >= _maxSessions;

    /// <summary>Whether one address has as many as it may have.</summary>
    public bool IsFullFor(IPAddress? remote) =>
        options.MaxSessionsPerAddress is { } most && Sessions.Addresses.Of(ClientNetwork.Of(remote)) >= most;

    /// <summary>Refuses new sessions from now on.</summary>
    public void BeginClose() => _closing = true;

    public void OnOpened(EngineTransports transport)
    {
        Interlocked.Increment(ref _open);
        Metrics.Opened(transport);
    }

    public void OnClosed(EngineTransports transport, CloseReason reason)
    {
        Interlocked.Decrement(ref _open);
        Metrics.Closed(transport, reason.ToWireName());
    }

    public void Dispose() => Metrics.Dispose();
}
