using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Sequencer.Tests;

/// <summary>Keeps what was logged.</summary>
public sealed class TestLogger : ILogger
{
    public static TestLogger Silent { get; } = new();

    public ConcurrentQueue<(LogLevel Level, int Id, string Text)> Lines { get; } = new();

    public int CountOf(int eventId) => Lines.Count(line => line.Id == eventId);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => this != Silent;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((logLevel, eventId.Id, formatter(state, exception)));
}
