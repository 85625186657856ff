using System.Text;
using NUnit.Framework;
using SocketIO.Sequencer.Serialization;

namespace Sequencer.Tests;

/// <summary>What former versions and the tutorial's server have written.</summary>
public sealed class HistoryUpgradeTests : LogFixture
{
    [Test]
    public void Open_ADatabaseOfTheVersionBefore_HasItsMessagesAndItsEntries()
    {
        string epoch;
        using (var before = Open())
        {
            epoch = before.Epoch;
            before.Commit([Append("a", 1, "k1"), Append("a", 2, "k2")]);
        }
        using (var other = Connect())
        {
            Execute(other, """
                DROP INDEX messages_by_room;
                ALTER TABLE messages DROP COLUMN history; ALTER TABLE messages DROP COLUMN room; ALTER TABLE messages DROP COLUMN event;
                ALTER TABLE messages DROP COLUMN json; ALTER TABLE messages DROP COLUMN previous; ALTER TABLE messages DROP COLUMN at;
                ALTER TABLE messages DROP COLUMN details;
                PRAGMA user_version = 2;
                """);
        }

        using var log = Open();
        using var reader = HistoryReader.Open(log.Database);
        log.Commit([Append("a", 3, "new")]);

        Assert.That(log.Epoch, Is.EqualTo(epoch));
        Assert.That(Numbers(log, 0), Is.EqualTo(new[] { 1, 2, 3 }));
        var rows = reader.ReadPage(HistoryRoom.Main, 0, 9, 9, 9_000);
        Assert.That(rows.Select(row => (row.Id, row.Stamp.Previous, row.Stamp.At > 0)), Is.EqualTo(new[] { (1L, 0L, false), (2L, 1L, false), (3L, 2L, true) }));
    }

    [Test]
    public void Open_AfterTheTutorialsServerWroteToIt_HasItsRowsInTheMainRoom()
    {
        using (var before = Open())
        {
            before.Commit([Append("a", 1, "k1") with { Append = new DurableAppend("k1", "cat") { Room = new HistoryRoom("", "cats") } }, Append("a", 2, "k2")]);
        }
        using (var other = Connect())
        {
            Execute(other, "INSERT INTO messages (content, client_offset) VALUES ('theirs', 'x-1')");
        }

        using var log = Open();
        using var reader = HistoryReader.Open(log.Database);

        Assert.That(
            reader.ReadPage(HistoryRoom.Main, 0, 9, 9, 9_000).Select(row => (row.Id, row.Content, row.Stamp.Previous)),
            Is.EqualTo(new[] { (2L, "text", 0L), (3L, "theirs", 2L) }));
    }

    [Test]
    public void Decode_AnEntryForAllWorkers_OfAFormerVersion_IsAnEmit()
    {
        var writer = new ByteWriter();
        writer.Byte(2);
        writer.Number(1);
        writer.Name("instance");
        writer.Number(7);
        writer.Number(5);
        writer.Byte(1);
        writer.Name("/");
        writer.Flag(true);
        writer.Number(0);
        writer.Number(0);
        writer.Bytes("body"u8);

        var entry = BatchCodec.Decode(3, writer.Take()).Single();

        Assert.That((entry.Number, entry.Sequence, entry.DurableId), Is.EqualTo((3L, 7L, 5L)));
        var emit = (EmitEvent)entry.Event;
        Assert.That((emit.Namespace, Encoding.UTF8.GetString(emit.Packet.Span), emit.Stamp), Is.EqualTo(("/", "body", (DurableStamp?)null)));
    }
}
