using EngineIO.Diagnostics;
using Microsoft.Extensions.Logging;

namespace EngineIO.Tests;

/// <summary>What clients do must not decide how much is logged.</summary>
public sealed class BoundedLoggerTests
{
    private FakeTime _time = null!;
    private List<string> _said = null!;

    [SetUp]
    public void Begin() => (_time, _said) = (new FakeTime(), []);

    [Test]
    public void Log_ManyOfOneKind_PassesTwentyAndThenTheirNumber()
    {
        var logger = Make();

        for (var i = 0; i < 1_000; i++)
        {
            logger.Log(LogLevel.Warning, new EventId(1), i, null, (n, _) => $"warning {n}");
        }
        logger.Log(LogLevel.Error, new EventId(2), 0, null, (_, _) => "another kind");
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.That(_said.Take(20), Is.EqualTo(Enumerable.Range(0, 20).Select(i => $"warning {i}")));
        Assert.That(_said.Skip(20), Is.EqualTo(["another kind", "980 more messages of this kind were left out."]));
    }

    [Test]
    public void Log_NowAndThen_PassesAll()
    {
        var logger = Make();

        for (var i = 0; i < 100; i++)
        {
            logger.Log(LogLevel.Error, new EventId(1), i, null, (n, _) => $"error {n}");
            _time.Advance(TimeSpan.FromSeconds(3));
        }

        Assert.That(_said, Has.Count.EqualTo(100));
    }

    [Test]
    public void Log_BelowInformation_PassesAll()
    {
        var logger = Make();

        for (var i = 0; i < 100; i++)
        {
            logger.Log(LogLevel.Debug, new EventId(1), i, null, (n, _) => $"detail {n}");
        }

        Assert.That(_said, Has.Count.EqualTo(100));
    }

    private BoundedLogger Make() => new(new Listener(_said), _time);

    private sealed class Listener(List<string> said) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            said.Add(formatter(state, exception));
    }
}
