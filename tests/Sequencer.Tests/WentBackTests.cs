using System.Runtime.Versioning;
using NUnit.Framework;

namespace Sequencer.Tests;

/// <summary>
/// A database that is an older state of itself begins a new epoch: its clients have seen what it does not know, and would take
/// what it stores now for what they have.
/// </summary>
[TestFixture]
public sealed class WentBackTests : LogFixture
{
    private string Mark => DatabasePath + ".mark";

    [Test]
    public void Open_ARestoredBackup_BeginsANewEpochWithItsMessages()
    {
        var epoch = Fill("k1", "k2");
        var backup = File.ReadAllBytes(DatabasePath);
        var (last, _) = Ends("k3", "k4");

        File.WriteAllBytes(DatabasePath, backup);
        using var log = Open();

        Assert.That(log.Epoch, Is.Not.EqualTo(epoch));
        Assert.That(log.Restart, Is.EqualTo("it ends with message 2, and 4 had been stored"));
        Assert.That(log.LastNumber, Is.GreaterThanOrEqualTo(last), "no number is given twice");
        Assert.That(log.Commit([Append("a", 1, "k5")])[0].DurableId, Is.EqualTo(3));
        Assert.That(StoredKeys(DatabasePath), Is.EqualTo(new[] { "k1", "k2", "k5" }));
    }

    [Test]
    public void Open_ARestoredBackup_KnowsNoSessionsAndNoSubmittersOfBefore()
    {
        using (var log = Open())
        {
            log.Commit([new Submission("a", 1, new ConnectOperation { Namespace = "/", Sid = "s", Pid = "s-pid", Window = TimeSpan.FromMinutes(2) })]);
        }
        var backup = File.ReadAllBytes(DatabasePath);
        Ends("k1");

        File.WriteAllBytes(DatabasePath, backup);
        using var restored = Open();

        Assert.That(restored.Sessions, Is.EqualTo(default(SessionCounts)));
        Assert.That(restored.LastSubmission("a"), Is.Zero);
        Assert.That(restored.FirstNumber, Is.EqualTo(restored.LastNumber + 1), "nothing to read of before");
    }

    [Test]
    public void Open_TheWriteAheadLogWasCut_BeginsANewEpoch()
    {
        using var log = Open();
        log.Commit([Append("a", 1, "k1")]);
        var length = new FileInfo(DatabasePath + "-wal").Length;
        log.Commit([Append("a", 2, "k2")]);

        using var copy = Open(new SequencerOptions { Path = Snapshot("cut.db", length) });

        Assert.That(copy.Epoch, Is.Not.EqualTo(log.Epoch));
        Assert.That(copy.Restart, Is.EqualTo("it ends with message 1, and 2 had been stored"));
    }

    [Test]
    public void Open_TheWriteAheadLogIsGone_BeginsANewEpoch()
    {
        Fill("k1");
        using var log = Open();

        using var copy = Open(new SequencerOptions { Path = Snapshot("gone.db", 0) });

        Assert.That(copy.Restart, Is.EqualTo("it is an older state of itself"), "it was not even opened so often");
    }

    [Test]
    public void Open_AnotherDatabase_BeginsANewEpoch()
    {
        Fill("k1");
        var other = File.ReadAllBytes(DatabasePath);
        File.Delete(DatabasePath);
        var epoch = Fill("x1");

        File.WriteAllBytes(DatabasePath, other);
        using var log = Open();

        Assert.That(log.Restart, Does.StartWith("it is another database"));
        Assert.That(log.Epoch, Is.Not.EqualTo(epoch));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("nonsense")]
    public void Open_MarkMissingOrDamaged_BeginsANewEpoch(string? content)
    {
        var epoch = Fill("k1");
        File.Delete(Mark);
        if (content is not null)
        {
            File.WriteAllText(Mark, content);
        }

        using (var log = Open())
        {
            Assert.That(log.Restart, Is.EqualTo("the mark that is kept beside it is missing or damaged"));
            epoch = log.Epoch;
        }
        using var again = Open();
        Assert.That((again.Restart, again.Epoch), Is.EqualTo(((string?)null, epoch)), "once");
    }

    [Test]
    public void Open_OfAVersionWithoutMarks_GoesOn()
    {
        var epoch = Fill("k1");
        File.Delete(Mark);
        using (var connection = Connect())
        {
            Execute(connection, "DELETE FROM meta WHERE key = 'marked'");
        }

        using var log = Open();

        Assert.That((log.Restart, log.Epoch), Is.EqualTo(((string?)null, epoch)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Open_AfterAnEndOfEitherKind_GoesOn(bool clean)
    {
        string epoch;
        string path;
        using (var log = Open())
        {
            epoch = log.Epoch;
            log.Commit([Append("a", 1, "k1"), Emit("a", 2)]);
            path = clean ? DatabasePath : Snapshot("crash.db");
        }

        using var again = Open(new SequencerOptions { Path = path });

        Assert.That((again.Restart, again.Epoch), Is.EqualTo(((string?)null, epoch)));
    }

    [Test]
    public void Open_DatabaseDeleted_IsANewLog()
    {
        var epoch = Fill("k1");
        File.Delete(DatabasePath);

        using var log = Open();

        Assert.That((log.Restart, log.LastDurableId), Is.EqualTo(((string?)null, 0L)));
        Assert.That(log.Epoch, Is.Not.EqualTo(epoch));
    }

    [TestCase("cluster.db")]
    [TestCase("cluster.db-wal")]
    public void Commit_AFileWasRemoved_IsRefusedEvenWhenItIsThereAgain(string file)
    {
        using var log = Open();
        log.Commit([Append("a", 1, "k1")]);
        var path = Path.Combine(Folder, file);
        var content = File.ReadAllBytes(path);

        File.Delete(path);
        var fault = Assert.Throws<SequencerException>(() => log.Commit([Append("a", 2, "k2")]))!;
        File.WriteAllBytes(path, content);

        Assert.That(fault.Message, Does.Contain("was removed or moved away while it is used"));
        Assert.Throws<SequencerException>(() => log.Commit([Append("a", 2, "k2")]));
    }

    [Test]
    [Platform("Linux")]
    [UnsupportedOSPlatform("windows")]
    public void Open_FilesThatOthersMayRead_AreMadePrivate()
    {
        Fill("k1");
        foreach (var file in Directory.GetFiles(Folder))
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        using var log = Open();

        var modes = Directory.GetFiles(Folder).ToDictionary(file => Path.GetFileName(file), File.GetUnixFileMode);
        Assert.That(modes.Keys, Is.SupersetOf(new[] { "cluster.db", "cluster.db-wal", "cluster.db.mark" }));
        Assert.That(modes.Values, Is.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private string Fill(params string[] keys) => Ends(keys).Epoch;

    private (long Last, string Epoch) Ends(params string[] keys)
    {
        using var log = Open();
        for (var i = 0; i < keys.Length; i++)
        {
            log.Commit([Append($"instance {log.Incarnation}", i + 1, keys[i])]);
        }
        return (log.LastNumber, log.Epoch);
    }
}
