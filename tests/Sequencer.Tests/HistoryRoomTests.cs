using System.Text;
using NUnit.Framework;
using SocketIO.History;

namespace Sequencer.Tests;

/// <summary>Durable rows in rooms of histories, in a file and in memory.</summary>
[TestFixture(true)]
[TestFixture(false)]
public sealed class HistoryRoomTests(bool inMemory) : HistoryFixture(inMemory)
{
    private static readonly HistoryRoom News = new("news", "");

    [Test]
    public void Append_ToRooms_IdsAreOfOneOrderAndEachNamesTheOneBeforeItInItsRoom()
    {
        Commit(HistoryRoom.Main, Cats, HistoryRoom.Main, News, Cats, News);

        var entries = ReadAll(Log, 0);
        Assert.That(entries.Select(entry => entry.DurableId), Is.EqualTo(new[] { 1, 2, 3, 4, 5, 6 }));
        var stamps = entries.Select(entry => ((EmitEvent)entry.Event).Stamp!.Value).ToArray();
        Assert.That(stamps.Select(stamp => (stamp.Previous, stamp.Room)), Is.EqualTo(new[] { (0L, ""), (0L, "cats"), (1L, ""), (0L, ""), (2L, "cats"), (4L, "") }));
        Assert.That(stamps.Select(stamp => stamp.At), Is.All.EqualTo(Time.GetUtcNow().ToUnixTimeMilliseconds()));
        Assert.That(Ids(Reader.ReadPage(HistoryRoom.Main, 0, 100, 100, 10_000)), Is.EqualTo(new[] { 1, 3 }));
        Assert.That(Ids(Reader.ReadPage(Cats, 0, 100, 100, 10_000)), Is.EqualTo(new[] { 2, 5 }));
        Assert.That(Ids(Reader.ReadPage(News, 4, 100, 100, 10_000)), Is.EqualTo(new[] { 6 }));
        Assert.That(Reader.ReadPage(new HistoryRoom("news", "cats"), 0, 100, 100, 10_000), Is.Empty);
    }

    [Test]
    public void Read_GivesAllThatWasStored()
    {
        var append = new DurableAppend("k", "{\"a\":\"\0ä\"}")
        {
            Room = new HistoryRoom("n\0", "r\0ä"),
            EventName = "e\0",
            IsJson = true,
            Details = "{\"by\":\"Ada\"}"u8.ToArray(),
        };
        Log.Commit([Submit(append)]);

        foreach (var row in (HistoryEntry[])[.. Reader.ReadPage(append.Room, 0, 9, 9, 9_000), .. Reader.ReadBack(append.Room, 9, 9, 9_000)])
        {
            Assert.That((row.Id, row.Content, row.EventName, row.IsJson, row.Stamp.Room), Is.EqualTo((1L, append.Content, append.EventName, true, "r\0ä")));
            Assert.That(row.Stamp.At, Is.EqualTo(Time.GetUtcNow().ToUnixTimeMilliseconds()));
            Assert.That(Encoding.UTF8.GetString(row.Stamp.Details.Span), Is.EqualTo("{\"by\":\"Ada\"}"));
        }
    }

    [Test]
    public void Append_TheSameKey_IsStoredOnceInAHistoryAndRefusedForAnythingElse()
    {
        var first = new DurableAppend("k", "text") { Room = Cats, Details = "{}"u8.ToArray() };
        DurableAppend[] later =
        [
            first,
            first with { Details = default },
            first with { Content = "other" },
            first with { Room = HistoryRoom.Main },
            first with { EventName = "e" },
            first with { IsJson = true },
            first with { Room = News },
        ];

        var results = Log.Commit([Submit(first), .. later.Select(Submit)]);

        Assert.That(results.Select(result => (result.Status, result.DurableId)), Is.EqualTo(new[]
        {
            (SubmissionStatus.Sequenced, 1L), (SubmissionStatus.Duplicate, 1L), (SubmissionStatus.Duplicate, 1L), (SubmissionStatus.KeyConflict, 1L),
            (SubmissionStatus.KeyConflict, 1L), (SubmissionStatus.KeyConflict, 1L), (SubmissionStatus.KeyConflict, 1L), (SubmissionStatus.Sequenced, 2L),
        }));
    }

    [TestCase(9, 3, 3, 5, 7)]
    [TestCase(7, 2, 3, 5)]
    [TestCase(6, 9, 1, 3, 5)]
    [TestCase(1, 9)]
    [TestCase(0, 9)]
    [TestCase(long.MaxValue, 0, 7)]
    public void ReadBack_GivesTheLastOnesBeforeAnIdInTheirOrder(long before, int count, params int[] expected)
    {
        Commit(Cats, News, Cats, News, Cats, News, Cats, News);

        Assert.That(Ids(Reader.ReadBack(Cats, before, count, 10_000)), Is.EqualTo(expected));
    }

    [Test]
    public void ReadBack_OfBytes_GivesAsManyAsFitAndOneAtLeast()
    {
        Commit(Cats, Cats, Cats);

        Assert.That(Ids(Reader.ReadBack(Cats, 9, 9, 8)), Is.EqualTo(new[] { 2, 3 }), "4 bytes each");
        Assert.That(Ids(Reader.ReadBack(Cats, 9, 9, 1)), Is.EqualTo(new[] { 3 }));
    }

    [TestCase(9, 1, 5)]
    [TestCase(9, 3, 1)]
    [TestCase(9, 4, 0)]
    [TestCase(9, 100, 0)]
    [TestCase(6, 1, 3)]
    [TestCase(4, 2, 0)]
    [TestCase(0, 1, 0)]
    public void FindFloor_IsTheOneBeforeTheNewest(long upTo, int count, long expected)
    {
        Commit(Cats, News, Cats, News, Cats, News, Cats, News);

        Assert.That(Reader.FindFloor(Cats, upTo, count), Is.EqualTo(expected));
    }
}
