namespace Fuzz.Wire;

/// <summary>Whatever the server logs as an error is a finding; warnings are counted.</summary>
internal sealed class ErrorLog(Findings findings) : ILoggerProvider
{
    private int _warnings;

    public int Warnings => Volatile.Read(ref _warnings);

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Category(ErrorLog owner, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error)
            {
                owner.Report($"log of {name}", $"{formatter(state, exception)} {exception}");
            }
            else if (logLevel == LogLevel.Warning)
            {
                Interlocked.Increment(ref owner._warnings);
            }
        }
    }

    private void Report(string where, string what) => findings.Add(where, what);
}
