using EngineIO.Diagnostics;
using Microsoft.Extensions.Logging;

namespace SocketIO.Diagnostics;

/// <summary>
/// What a server logs, by area: a category each, below <c>SocketIO</c>, so that an operator can ask for all of one and nothing of the others.
/// Clients cannot fill any of them.
/// </summary>
internal sealed class ServerLogs(ILoggerFactory loggers, TimeProvider time)
{
    /// <summary>How clients come and go, and what of theirs breaks the protocol.</summary>
    public ILogger Connections { get; } = Create("Connections", loggers, time);

    /// <summary>What becomes of the application's handlers and middlewares.</summary>
    public ILogger Handlers { get; } = Create("Handlers", loggers, time);

    /// <summary>Sessions: how they end, are claimed and get what they missed.</summary>
    public ILogger Recovery { get; } = Create("Recovery", loggers, time);

    /// <summary>Replays of what is stored.</summary>
    public ILogger History { get; } = Create("History", loggers, time);

    /// <summary>Who is there.</summary>
    public ILogger Presence { get; } = Create("Presence", loggers, time);

    private static BoundedLogger Create(string area, ILoggerFactory loggers, TimeProvider time) => new(loggers.CreateLogger($"SocketIO.{area}"), time);
}
