using System.Diagnostics.Metrics;

namespace SocketIO.Sequencer.Diagnostics;

/// <summary>What one log counts, under the meter <c>SocketIO.Sequencer</c>.</summary>
internal sealed class LogMetrics : IDisposable
{
    private const string MeterName = "SocketIO.Sequencer";

    private readonly Meter? _own;
    private readonly Counter<long> _commits;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _entries;
    private readonly Histogram<int> _batchSize;
    private readonly Histogram<double> _commitDuration;

    /// <param name="meters">Makes the meter, and disposes it; without it the log has one of its own.</param>
    public LogMetrics(IMeterFactory? meters)
    {
        var meter = meters?.Create(MeterName) ?? (_own = new Meter(MeterName));
        _commits = meter.CreateCounter<long>("sequencer.commits", "{commit}", "Transactions committed.");
        _failures = meter.CreateCounter<long>("sequencer.commit.failures", "{commit}", "Transactions that failed.");
        _entries = meter.CreateCounter<long>("sequencer.entries", "{entry}", "Entries that got a number.");
        _batchSize = meter.CreateHistogram<int>("sequencer.batch.size", "{submission}", "Submissions per transaction.");
        _commitDuration = meter.CreateHistogram<double>("sequencer.commit.duration", "s", "Time that a transaction took.");
    }

    public void Failed() => _failures.Add(1);

    public void Committed(int submissions, int entries, TimeSpan duration)
    {
        _commits.Add(1);
        _entries.Add(entries);
        _batchSize.Record(submissions);
        _commitDuration.Record(duration.TotalSeconds);
    }

    public void Dispose() => _own?.Dispose();
}
