using System.Diagnostics.Metrics;

namespace SocketIO.Sequencer.Diagnostics;

/// <summary>The instruments of the meter "SocketIO.Sequencer".</summary>
internal static class LogMetrics
{
    private static readonly Meter Meter = new("SocketIO.Sequencer");

    private static readonly Counter<long> Commits =
        Meter.CreateCounter<long>("sequencer.commits", "{commit}", "Transactions committed.");

    private static readonly Counter<long> Failures =
        Meter.CreateCounter<long>("sequencer.commit.failures", "{commit}", "Transactions that failed.");

    private static readonly Counter<long> Entries =
        Meter.CreateCounter<long>("sequencer.entries", "{entry}", "Entries that got a number.");

    private static readonly Histogram<int> BatchSize =
        Meter.CreateHistogram<int>("sequencer.batch.size", "{submission}", "Submissions per transaction.");

    private static readonly Histogram<double> CommitDuration =
        Meter.CreateHistogram<double>("sequencer.commit.duration", "s", "Time that a transaction took.");

    public static void Failed() => Failures.Add(1);

    public static void Committed(int submissions, int entries, TimeSpan duration)
    {
        Commits.Add(1);
        Entries.Add(entries);
        BatchSize.Record(submissions);
        CommitDuration.Record(duration.TotalSeconds);
    }
}
