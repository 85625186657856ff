using System.Diagnostics.Metrics;

namespace EventLog.Diagnostics;

/// <summary>The instruments of the meter "EventLog".</summary>
internal static class LogMetrics
{
    private static readonly Meter Meter = new("EventLog");

    private static readonly Counter<long> Commits =
        Meter.CreateCounter<long>("eventlog.commits", "{commit}", "Transactions committed.");

    private static readonly Counter<long> Failures =
        Meter.CreateCounter<long>("eventlog.commit.failures", "{commit}", "Transactions that failed.");

    private static readonly Counter<long> Entries =
        Meter.CreateCounter<long>("eventlog.entries", "{entry}", "Entries that got a number.");

    private static readonly Histogram<int> BatchSize =
        Meter.CreateHistogram<int>("eventlog.batch.size", "{submission}", "Submissions per transaction.");

    private static readonly Histogram<double> CommitDuration =
        Meter.CreateHistogram<double>("eventlog.commit.duration", "s", "Time that a transaction took.");

    public static void Failed() => Failures.Add(1);

    public static void Committed(int submissions, int entries, TimeSpan duration)
    {
        Commits.Add(1);
        Entries.Add(entries);
        BatchSize.Record(submissions);
        CommitDuration.Record(duration.TotalSeconds);
    }
}
