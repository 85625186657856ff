using System.Globalization;
using NUnit.Framework;

namespace Sequencer.Tests;

/// <summary>A process that is killed while it commits.</summary>
[TestFixture]
public sealed class KillTests : LogFixture
{
    private sealed record Acknowledged(string Key, long Id, long Number);

    [Test]
    [CancelAfter(120_000)]
    public async Task Kill_WhileCommitting_LosesNothingAcknowledged()
    {
        var all = new List<Acknowledged>();
        var rounds = new[] { 1, 40, 400 };
        for (var round = 0; round < rounds.Length; round++)
        {
            var said = await AppendAndKillAsync($"instance{round}", rounds[round]);
            Assert.That(said, Has.Count.GreaterThanOrEqualTo(rounds[round]));
            if (all.Count > 0)
            {
                Assert.That(said[0].Number, Is.GreaterThan(all[^1].Number), "no number is given twice");
            }
            all.AddRange(said);
        }
        using var log = Open();
        using var reader = HistoryReader.Open(DatabasePath);
        var rows = reader.ReadPage(HistoryRoom.Main, 0, long.MaxValue, int.MaxValue, int.MaxValue);
        var keys = StoredKeys(DatabasePath);
        var numbers = ReadAll(log, log.FirstNumber - 1).Where(entry => entry.DurableId != 0)
            .ToDictionary(entry => entry.DurableId, entry => entry.Number);
        Assert.Multiple(() =>
        {
            Assert.That(log.Incarnation, Is.EqualTo(rounds.Length + 1));
            Assert.That(rows.Select((row, i) => row.Id - i), Is.All.EqualTo(1), "ids are consecutive from 1");
            Assert.That(keys, Has.Count.EqualTo(rows.Count));
            Assert.That(numbers, Has.Count.EqualTo(rows.Count), "each row has its entry, and the other way round");
            Assert.That(all.Where(one => keys[(int)one.Id - 1] != one.Key), Is.Empty);
            Assert.That(all.Where(one => numbers[one.Id] != one.Number), Is.Empty);
            Assert.That(log.LastDurableId, Is.EqualTo(rows.Count));
            Assert.That(log.LastSubmission("instance2"), Is.GreaterThanOrEqualTo(SequenceOf(all[^1].Key)));
        });
    }

    private async Task<List<Acknowledged>> AppendAndKillAsync(string instance, int lines)
    {
        using var helper = new HelperProcess("append", DatabasePath, instance);
        var said = new List<Acknowledged>();
        while (await helper.ReadLineAsync() is { } line)
        {
            if (line.EndsWith(" .", StringComparison.Ordinal))
            {
                said.Add(Parse(line));
            }
            if (said.Count == lines)
            {
                await helper.KillAsync();
            }
        }
        return said;
    }

    private static Acknowledged Parse(string line)
    {
        var parts = line.Split(' ');
        return new Acknowledged(parts[0], Number(parts[1]), Number(parts[2]));
    }

    private static long SequenceOf(string key) => Number(key.Split('-')[1]);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
