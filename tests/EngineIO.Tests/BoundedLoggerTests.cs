using EngineIO.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EngineIO.Tests;

/// <summary>What clients do must not decide how much is logged.</summary>
public sealed class BoundedLoggerTests
{
    private FakeTimeProvider _time = null!;
    private FakeLogger _logger = null!;

    [SetUp]
    public void Begin() => (_time, _logger) = (new FakeTimeProvider(), new FakeLogger());

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

        Assert.That(Said.Take(20), Is.EqualTo(Enumerable.Range(0, 20).Select(i => $"warning {i}")));
        Assert.That(Said.Skip(20), Is.EqualTo(["another kind", "980 more messages of this kind were left out."]));
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

        Assert.That(Said.Count(), Is.EqualTo(100));
    }

    [Test]
    public void Log_BelowInformation_PassesAll()
    {
        var logger = Make();

        for (var i = 0; i < 100; i++)
        {
            logger.Log(LogLevel.Debug, new EventId(1), i, null, (n, _) => $"detail {n}");
        }

        Assert.That(Said.Count(), Is.EqualTo(100));
    }

    private IEnumerable<string> Said => _logger.Collector.GetSnapshot().Select(record => record.Message);

    private BoundedLogger Make() => new(_logger, _time);
}
