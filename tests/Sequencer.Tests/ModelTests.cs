using CsCheck;
using NUnit.Framework;

namespace Sequencer.Tests;

/// <summary>Random histories of the log against the simplest model of it.</summary>
[TestFixture]
public sealed class ModelTests : LogFixture
{
    private static readonly string[] Instances = ["a", "b", "c"];

    // An instance, how far its sequence moves (0 or less: a resubmission), a key (0: not durable) and a content.
    private static readonly Gen<(int Instance, int Step, int Key, int Content)> Steps =
        Gen.Select(Gen.Int[0, 2], Gen.Int[-2, 3], Gen.Int[0, 12], Gen.Int[0, 1]);

    private static readonly Gen<(bool Restart, (int Instance, int Step, int Key, int Content)[] Batch)> Operations =
        Gen.Select(Gen.Int[0, 5].Select(number => number == 0), Steps.Array[0, 8]);

    [Test]
    public void Log_AnyHistory_BehavesAsTheModel() =>
        Operations.Array[1, 12].Sample(Check, iter: 150, threads: 1);

    private void Check((bool Restart, (int Instance, int Step, int Key, int Content)[] Batch)[] history)
    {
        var options = new SequencerOptions
        {
            Path = Path.Combine(Folder, Path.GetRandomFileName()),
            MaxTailBytes = 500,
        };
        var model = new Model();
        var log = Open(options);
        try
        {
            foreach (var (restart, steps) in history)
            {
                if (restart)
                {
                    log.Dispose();
                    log = Open(options);
                }
                var batch = Batch(model, steps);
                var expected = batch.Select(model.Commit).ToList();
                Assert.That(log.Commit(batch), Is.EqualTo(expected));
                Assert.That(log.LastNumber, Is.EqualTo(model.Entries.Count));
                Assert.That(log.LastDurableId, Is.EqualTo(model.Rows.Count));
            }
            Compare(log, model, options.Path);
        }
        finally
        {
            log.Dispose();
        }
    }

    private static List<Submission> Batch(Model model, (int Instance, int Step, int Key, int Content)[] steps)
    {
        var at = new Dictionary<string, long>(model.Last);
        var batch = new List<Submission>();
        foreach (var (index, step, key, content) in steps)
        {
            var instance = Instances[index];
            var sequence = Math.Max(1, at.GetValueOrDefault(instance) + step);
            at[instance] = Math.Max(sequence, at.GetValueOrDefault(instance));
            batch.Add(key == 0 ? Emit(instance, sequence) : Append(instance, sequence, $"key{key}", $"content{content}"));
        }
        return batch;
    }

    private static void Compare(SequencedLog log, Model model, string path)
    {
        var entries = ReadAll(log, 0, maxBytes: 100);
        Assert.That(entries.Select(entry => (entry.Number, entry.Instance, entry.Sequence, entry.DurableId)),
            Is.EqualTo(model.Entries));
        foreach (var instance in Instances)
        {
            Assert.That(log.LastSubmission(instance), Is.EqualTo(model.Last.GetValueOrDefault(instance)));
        }
        using var reader = HistoryReader.Open(path);
        Assert.That(reader.ReadPage(HistoryRoom.Main, 0, long.MaxValue, 1_000, 1_000_000).Select(row => (row.Id, row.Content)), Is.EqualTo(model.Rows.Select(row => (row.Id, row.Content))));
        Assert.That(StoredKeys(path), Is.EqualTo(model.Rows.Select(row => row.Key)));
    }

    private sealed class Model
    {
        public List<(long Number, string Instance, long Sequence, long DurableId)> Entries { get; } = [];

        public List<(long Id, string Key, string Content)> Rows { get; } = [];

        public Dictionary<string, long> Last { get; } = [];

        public SubmissionResult Commit(Submission submission)
        {
            var old = submission.Sequence <= Last.GetValueOrDefault(submission.Instance);
            Last[submission.Instance] = Math.Max(submission.Sequence, Last.GetValueOrDefault(submission.Instance));
            if (submission.Append is not { } append)
            {
                return old
                    ? new(submission, SubmissionStatus.AlreadyCommitted, 0, 0)
                    : Sequence(submission, 0);
            }
            var row = Rows.FirstOrDefault(row => row.Key == append.Key);
            if (row.Id != 0)
            {
                var same = row.Content == append.Content;
                return new(submission, same ? SubmissionStatus.Duplicate : SubmissionStatus.KeyConflict, 0, row.Id);
            }
            Rows.Add((Rows.Count + 1, append.Key, append.Content));
            return Sequence(submission, Rows.Count);
        }

        private SubmissionResult Sequence(Submission submission, long durableId)
        {
            Entries.Add((Entries.Count + 1, submission.Instance, submission.Sequence, durableId));
            return new(submission, SubmissionStatus.Sequenced, Entries.Count, Rows.Count);
        }
    }
}
