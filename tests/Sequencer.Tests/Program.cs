using Microsoft.Extensions.Logging.Abstractions;

namespace Sequencer.Tests;

/// <summary>What a test runs in a process of its own, in order to kill it or to read from outside.</summary>
public static class Program
{
    private const int WrongUsage = 2;

    /// <summary>Runs <c>append FILE INSTANCE</c> or <c>history FILE LAST</c>.</summary>
    public static Task<int> Main(string[] arguments) => arguments switch
    {
        ["append", var path, var instance] => AppendForEverAsync(path, instance),
        ["history", var path, var last] => Task.FromResult(ReadHistory(path, long.Parse(last))),
        _ => Task.FromResult(WrongUsage),
    };

    /// <summary>Appends until killed, and prints key, id and number of what was acknowledged; a line without the dot at
    /// its end was torn by the kill.</summary>
    private static async Task<int> AppendForEverAsync(string path, string instance)
    {
        using var log = SequencedLog.Open(new SequencerOptions { Path = path }, TimeProvider.System);
        await using var writer = new LogWriter(log, new Printer(), NullLogger.Instance, TimeProvider.System);
        for (var sequence = 1L; ; sequence++)
        {
            // Mixes durable and other submissions, so that the kill meets both kinds of commit.
            var append = sequence % 3 == 0 ? null : new DurableAppend($"{instance}-{sequence}", $"content {sequence}");
            await writer.EnqueueAsync(new Submission(instance, sequence, new EmitEvent("/", BroadcastTarget.Everyone, new byte[50]), append));
        }
    }

    /// <summary>Follows the history until the last id is there, and prints how many rows came in order.</summary>
    private static int ReadHistory(string path, long last)
    {
        using var reader = HistoryReader.Open(path);
        var seen = 0L;
        Console.WriteLine("ready");
        while (seen < last)
        {
            foreach (var row in reader.ReadPage(HistoryRoom.Main, seen, last, 50, 10_000))
            {
                if (row.Id != seen + 1 || row.Content != $"text {row.Id}")
                {
                    Console.WriteLine($"row {row.Id} with content {row.Content} after {seen}");
                    return 1;
                }
                seen = row.Id;
            }
        }
        Console.WriteLine($"read {seen}");
        return 0;
    }

    private sealed class Printer : ILogObserver
    {
        public void OnCommitted(IReadOnlyList<SubmissionResult> results)
        {
            foreach (var result in results.Where(result => result.DurableId != 0))
            {
                Console.Out.WriteLine($"{result.Submission.Append!.Key} {result.DurableId} {result.Number} .");
            }
            Console.Out.Flush();
        }
    }
}
