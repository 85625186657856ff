using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using NUnit.Framework;
using SocketIO.Sequencer.Commits;
using Testing;

namespace Sequencer.Tests;

[TestFixture]
public sealed class LogWriterTests : LogFixture
{
    private readonly Recorder _recorder = new();
    private readonly FakeLogger _logger = new();

    [SetUp]
    public void Forget()
    {
        _recorder.Reset();
        _logger.Collector.Clear();
    }

    [Test]
    public async Task Enqueue_WhileObserverIsBusy_NextCommitTakesAllInTurn()
    {
        using var log = Open();
        await using var writer = Write(log);
        _recorder.Hold();
        await writer.EnqueueAsync(Emit("first", 1));
        await Eventually.TrueAsync(() => _recorder.Batches.Count == 1, "the first commit");
        for (var i = 1; i <= 3; i++)
        {
            await writer.EnqueueAsync(Emit("greedy", i));
        }
        await writer.EnqueueAsync(Append("modest", 1, "key"));
        Assert.That(writer.QueuedCount, Is.EqualTo(4));
        _recorder.Release();
        await Eventually.TrueAsync(() => _recorder.Batches.Count == 2, "the second commit");
        Assert.That(_recorder.Batches.Last().Select(result => (result.Submission.Instance, result.Number)),
            Is.EqualTo(new[] { ("greedy", 2L), ("modest", 3), ("greedy", 4), ("greedy", 5) }));
    }

    [Test]
    public async Task OnCommitted_AnyBatch_RunsOnTheWritersThreadAfterTheCommit()
    {
        using var log = Open();
        await using var writer = Write(log);
        await writer.EnqueueAsync(Append("a", 1, "key"));
        await Eventually.TrueAsync(() => _recorder.Batches.Count == 1, "the commit");
        Assert.That(_recorder.ThreadName, Is.EqualTo("sequencer"));
        Assert.That(log.LastDurableId, Is.EqualTo(1));
        Assert.That(writer.State, Is.EqualTo(LogWriterState.Running));
    }

    [Test]
    public async Task OnCommitted_ObserverThrows_IsLoggedAndGoesOn()
    {
        using var log = Open();
        await using var writer = Write(log);
        _recorder.Throw = true;
        await writer.EnqueueAsync(Emit("a", 1));
        await Eventually.TrueAsync(() => _logger.Collector.CountOf(3) == 1, "the log line");
        _recorder.Throw = false;
        await writer.EnqueueAsync(Emit("a", 2));
        await Eventually.TrueAsync(() => _recorder.Results.Count == 2, "the second commit");
        Assert.That(writer.State, Is.EqualTo(LogWriterState.Running));
    }

    [Test]
    public async Task Commit_DatabaseLockedForAWhile_IsFaultedThenCommitsTheSame()
    {
        using var log = Open();
        await using var writer = Write(log);
        using (var other = Connect())
        {
            Execute(other, "BEGIN IMMEDIATE");
            await writer.EnqueueAsync(Append("a", 1, "key"));
            await Eventually.TrueAsync(() => writer.State == LogWriterState.Faulted, "the fault");
            Assert.That(writer.Fault, Does.Contain("locked").And.Contain(DatabasePath));
            Assert.That(_recorder.Results, Is.Empty);
        }
        await writer.EnqueueAsync(Append("a", 2, "key2"));
        await Eventually.TrueAsync(() => _recorder.Results.Count == 2, "the commits");
        await Eventually.TrueAsync(() => writer.State == LogWriterState.Running, "the recovery");
        Assert.Multiple(() =>
        {
            Assert.That(_recorder.Results.Select(result => (result.Status, result.DurableId)), Is.EqualTo(
                new[] { (SubmissionStatus.Sequenced, 1L), (SubmissionStatus.Sequenced, 2) }));
            Assert.That(writer.Fault, Is.Null);
            Assert.That(_logger.Collector.CountOf(1), Is.EqualTo(1));
            Assert.That(_logger.Collector.CountOf(2), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Commit_KeepsFailing_IsLoggedOnce()
    {
        using var log = Open();
        await using var writer = Write(log);
        using (var other = Connect())
        {
            Execute(other, "CREATE TRIGGER fail BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'no'); END");
            var attempts = 0;
            using var listener = Listen("sequencer.commit.failures", _ => attempts++);
            await writer.EnqueueAsync(Emit("a", 1));
            await Eventually.TrueAsync(() => Volatile.Read(ref attempts) >= 3, "three attempts");
            Assert.That(_logger.Collector.CountOf(1), Is.EqualTo(1));
            Execute(other, "DROP TRIGGER fail");
        }
        await Eventually.TrueAsync(() => _recorder.Results.Count == 1, "the commit");
    }

    [Test]
    public void BackOff_EachFailure_DoublesUpToTwoSeconds() =>
        Assert.That(Enumerable.Range(0, 8).Select(failures => BackOff.Delay(failures).TotalMilliseconds),
            Is.EqualTo(new double[] { 50, 100, 200, 400, 800, 1_600, 2_000, 2_000 }));

    [Test]
    public async Task DisposeAsync_QueueFull_CommitsAllOfIt()
    {
        using var log = Open();
        var writer = Write(log);
        for (var i = 1; i <= 5_000; i++)
        {
            await writer.EnqueueAsync(Emit("a", i));
        }
        await writer.DisposeAsync();
        Assert.Multiple(() =>
        {
            Assert.That(log.LastNumber, Is.EqualTo(5_000));
            Assert.That(writer.State, Is.EqualTo(LogWriterState.Stopped));
            Assert.That(_recorder.Batches.Max(batch => batch.Count), Is.LessThanOrEqualTo(256));
        });
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await writer.EnqueueAsync(Emit("a", 5_001)));
        await writer.DisposeAsync();
    }

    [Test]
    public async Task DisposeAsync_DatabaseLocked_GivesUpAfterTheLimit()
    {
        using var log = Open(new SequencerOptions { Path = DatabasePath, DrainTimeout = TimeSpan.FromMilliseconds(100) });
        var writer = Write(log);
        using var other = Connect();
        Execute(other, "BEGIN IMMEDIATE");
        await writer.EnqueueAsync(Emit("a", 1));
        await writer.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(writer.State, Is.EqualTo(LogWriterState.Stopped));
        var last = _logger.LatestRecord;
        Assert.That((last.Level, last.Id.Id, last.Message), Is.EqualTo(
            (LogLevel.Error, 5, "The writer stopped with 1 submissions not committed")));
    }

    [Test]
    public async Task TrimInterval_Passed_WriterTrims()
    {
        using var log = Open();
        await using var writer = new LogWriter(log, _recorder, _logger, Time);
        await writer.EnqueueAsync(Emit("a", 1));
        await Eventually.TrueAsync(() => log.LastNumber == 1, "the commit");
        Time.Advance(TimeSpan.FromMinutes(5));
        await Eventually.TrueAsync(() => log.FirstNumber == 2, "the trim");
    }

    [Test]
    public async Task ExpiryInterval_PassedAndTheDatabaseWasRemoved_IsFaultedThoughNothingIsSubmitted()
    {
        using var log = Open(new SequencerOptions { Path = DatabasePath, ExpiryInterval = TimeSpan.FromMilliseconds(50), DrainTimeout = TimeSpan.FromMilliseconds(100) });
        await using var writer = Write(log);
        await writer.EnqueueAsync(Append("a", 1, "k1"));
        await Eventually.TrueAsync(() => log.LastDurableId == 1, "the commit");

        File.Delete(DatabasePath);

        await Eventually.TrueAsync(() => writer.State == LogWriterState.Faulted, "the fault");
        Assert.That(writer.Fault, Does.Contain("was removed or moved away while it is used"));
        await writer.EnqueueAsync(Append("a", 2, "k2"));
        await Eventually.TrueAsync(() => _logger.Collector.CountOf(1) == 1, "the refusal");
        Assert.That(log.LastDurableId, Is.EqualTo(1), "nothing is acknowledged that would be lost");
    }

    [Test]
    public async Task LogWriter_OfALogThatWentBack_SaysSo()
    {
        using (var first = Open())
        {
            first.Commit([Append("a", 1, "k1")]);
        }
        File.Delete(DatabasePath + ".mark");
        using var log = Open();

        await using var writer = Write(log);

        Assert.That(_logger.Collector.GetSnapshot().Single(record => record.Id == 8).Message, Does.StartWith("The log begins anew, with the 1 messages that its database has: the mark"));
    }

    [Test]
    public async Task Commit_BeyondTheSizeLimit_WriterTrims()
    {
        using var log = Open(new SequencerOptions { Path = DatabasePath, MaxLogBytes = 20_000, MaxBatchEntries = 1 });
        await using var writer = new LogWriter(log, _recorder, _logger, Time);
        for (var i = 1; i <= 100; i++)
        {
            await writer.EnqueueAsync(Emit("a", i, new string('x', 1_000)));
        }
        await Eventually.TrueAsync(() => log.LastNumber == 100 && log.LogBytes <= 21_250, "the trims");
        Assert.That(log.FirstNumber, Is.GreaterThan(75));
    }

    [Test]
    public void Commit_Any_IsMeasured()
    {
        var seen = new Dictionary<string, double>();
        using var log = Open();
        using var listener = Listen(null, measured => seen[measured.Name] = measured.Value);
        log.Commit([Append("a", 1, "key"), Append("a", 2, "key"), Emit("a", 3)]);
        Assert.Multiple(() =>
        {
            Assert.That(seen["sequencer.commits"], Is.EqualTo(1));
            Assert.That(seen["sequencer.entries"], Is.EqualTo(2));
            Assert.That(seen["sequencer.batch.size"], Is.EqualTo(3));
            Assert.That(seen, Does.ContainKey("sequencer.commit.duration"));
        });
    }

    private LogWriter Write(SequencedLog log) => new(log, _recorder, _logger, TimeProvider.System);

    private static MeterListener Listen(string? name, Action<(string Name, double Value)> measured)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "SocketIO.Sequencer" && (name is null || instrument.Name == name))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => measured((instrument.Name, value)));
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => measured((instrument.Name, value)));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => measured((instrument.Name, value)));
        listener.Start();
        return listener;
    }
}
