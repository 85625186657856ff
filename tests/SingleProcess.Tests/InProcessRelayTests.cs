using Cluster.Protos;
using Cluster.Relay;
using ClusterAdapter.Link;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace SingleProcess.Tests;

public sealed class InProcessRelayTests
{
    private const int RelayFailed = 410;

    [Test]
    public async Task Attach_LogFails_IsLoggedOnceAMinute()
    {
        var time = new FakeTimeProvider();
        var logs = new FakeLogCollector();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(new FakeLoggerProvider(logs)));
        await using var relay = new InProcessRelay(null, loggers.CreateLogger<WorkerLinks>(), time);

        var failure = await FailAsync(relay);
        await FailAsync(relay);

        Assert.That(logs.CountOf(RelayFailed), Is.EqualTo(1));
        Assert.That(logs.Errors.Single(), Does.Contain(failure.Message).And.Contain("   at "), "with the stack trace");
        time.Advance(TimeSpan.FromMinutes(1));
        await FailAsync(relay);
        Assert.That(logs.CountOf(RelayFailed), Is.EqualTo(2));
    }

    [Test]
    public async Task Write_RelayHasEnded_IsToldSoAndDoesNotWaitForRoom()
    {
        await using var relay = new InProcessRelay(null, NullLogger<WorkerLinks>.Instance, new FakeTimeProvider());
        using var stream = relay.Attach(CancellationToken.None);
        var failure = await FailAsync(stream);

        var told = await Assert.ThrowsAsync<RelayLostException>(() => stream.WriteAsync(new WorkerBatch(), CancellationToken.None).AsTask().Within());

        Assert.That(told, Is.SameAs(failure));
    }

    /// <summary>No clock can hold such a retention, and nothing expects it.</summary>
    private static async Task<RelayLostException> FailAsync(InProcessRelay relay)
    {
        using var stream = relay.Attach(CancellationToken.None);
        return await FailAsync(stream);
    }

    private static async Task<RelayLostException> FailAsync(IRelayStream stream)
    {
        var hello = new Hello { Instance = "i", RetentionMs = long.MaxValue };
        await stream.WriteAsync(new WorkerBatch { Frames = { new WorkerFrame { Hello = hello } } }, CancellationToken.None).AsTask().Within();
        var failure = await Assert.ThrowsAsync<RelayLostException>(() => stream.ReadAsync(CancellationToken.None).AsTask().Within());
        Assert.That(failure!.IsFinal, Is.False, "it is tried again");
        return failure;
    }
}
