using NUnit.Framework;
using SocketIO.Sequencer.Sessions;
using SocketIO.Sequencer.Submissions;

namespace Sequencer.Tests.Sessions;

/// <summary>What happens to sessions when a commit fails, and when the log is opened again.</summary>
[TestFixture]
public sealed class SessionStorageTests : SessionFixture
{
    private static readonly string[] Sids = ["away", "claimed", "ended", "leaves", "new", "s"];

    [Test]
    public void Commit_DatabaseLocked_LeavesNoTraceInTheSessions()
    {
        Connect("a", "s", "room");
        Connect("a", "leaves", "room");
        Connect("a", "away");
        Depart("a", "away");
        var before = States();
        Submission[] batch =
        [
            Next("a", NewSession("new")),
            Next("a", new JoinOperation(KeyOf("s"), ["other"])),
            Next("a", new LeaveOperation(KeyOf("leaves"), ["room"])),
            Next("b", new ClaimOperation(Name, "s-pid")),
            Next("b", new ClaimOperation(Name, "away-pid")),
            Next("b", new ResumeOperation(new SessionKey("away", 2))),
            Next("b", new DepartOperation(new SessionKey("away", 2), Ended: true)),
            Next("c", new TargetOperation(Name, new BroadcastTarget(["room"], []), TargetAction.Disconnect)),
            new("a", 0, new WorkerGoneOperation("a")),
        ];
        using (var other = Connect())
        {
            Execute(other, "BEGIN IMMEDIATE");
            Assert.Throws<SequencerException>(() => Log.Commit(batch));
            Assert.That(States(), Is.EqualTo(before));
            Assert.That(Log.IsGone("a"), Is.False);
            Assert.That(Log.SessionState.Table.Pending, Is.Empty);
        }

        var results = Log.Commit(batch);

        Assert.That(results.Select(result => result.Status), Is.All.EqualTo(SubmissionStatus.Sequenced));
        Assert.That(results.Select(result => result.Number), Is.Ordered);
        Assert.That(States(), Is.EqualTo(["leaves of /chat, generation 1, Away", "new of /chat, generation 1, Away"]));
    }

    [Test]
    public void Commit_FailsAtItsEnd_LeavesNoTraceAndTheRulesGoOn()
    {
        Connect("a", "s", "room");
        using (var other = Connect())
        {
            // Reading it makes the file busy only when the commit wants to write.
            Execute(other, "CREATE TRIGGER no BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'not now'); END");
        }
        Restart();
        var batch = new[] { Next("a", new LeaveOperation(KeyOf("s"), ["room"])), Next("a", new DepartOperation(KeyOf("s"), Ended: true)) };
        Assert.Throws<SequencerException>(() => Log.Commit(batch));
        Assert.That(States(), Is.EqualTo(["s of /chat, generation 1, Connected"]));
        using (var other = Connect())
        {
            Execute(other, "DROP TRIGGER no");
        }

        Assert.That(Log.Commit(batch).Select(result => result.Status), Is.All.EqualTo(SubmissionStatus.Sequenced));
        Assert.That(States(), Is.Empty);
    }

    [Test]
    public void Open_Again_EverythingIsAsItWas()
    {
        Connect("a", "s", "room");
        Accepted(Submit("a", new DataOperation(KeyOf("s"), "key\0with ключ", "\"€\""u8.ToArray())));
        Emit("first", "room");
        Leave("a", "s", "room");
        Emit("not for it", "room");
        Join("a", "s", "room");
        Connect("a", "ended");
        Depart("a", "ended", ended: true);
        Connect("a", "claimed");
        Depart("a", "claimed");
        Claimed("b", "claimed");
        Connect("b", "away");
        Depart("b", "away");
        var before = States();
        Restart();

        Assert.That(States(), Is.EqualTo(before));
        Assert.That(Log.Sessions, Is.EqualTo(new SessionCounts(2, 1)));
        Assert.That(Log.Owners(), Is.EquivalentTo(["a", "b"]));
        Accepted(Submit("b", new ResumeOperation(KeyOf("claimed"))));
        Emit("second", "room");
        var claimed = Claimed("c", "s");
        Assert.That(claimed.Data["key\0with ключ"].ToArray(), Is.EqualTo("\"€\""u8.ToArray()));
        Assert.That(claimed.Person, Is.EqualTo("s-person"));
        Assert.That(Missed("c", "s", claimed.Position), Is.EqualTo(["first", "second"]));
        Time.Advance(Window);
        Denied(Claim("c", "away"));
    }

    [Test]
    public void Open_AfterASuddenEnd_SessionsAreThereAndOffsetsHold()
    {
        Connect("a", "s", "room");
        var seen = Emit("seen", "room");
        Emit("missed", "room");
        using var copy = Open(new SequencerOptions { Path = Snapshot("copy.db") });
        Assert.That(copy.LastNumber, Is.GreaterThan(seen + 1), "numbers are skipped");

        var result = copy.Commit([new Submission("new", 1, new ClaimOperation(Name, "s-pid", copy.Epoch, seen))])[0];

        Assert.That(result.Status, Is.EqualTo(SubmissionStatus.Sequenced));
        var page = copy.ReadMissed("new", new SessionKey("s", 2), seen, copy.LastNumber, 1_000);
        Assert.That(page.Events.Select(PacketOf), Is.EqualTo(["missed"]));
        Assert.That((page.UpTo, page.IsLast), Is.EqualTo((copy.LastNumber, true)));
    }

    [Test]
    public void Claim_OffsetThatWasLostWithThePower_IsDenied()
    {
        Connect("a", "s", "room");
        var last = Log.LastNumber;
        foreach (var lost in new[] { 1, 2 })
        {
            // The client has seen entries that the file does not have.
            using var copy = Open(new SequencerOptions { Path = Snapshot($"copy{lost}.db") });
            Assert.That(copy.LastNumber, Is.GreaterThan(last + lost));
            Assert.That(copy.Commit([new Submission("new", 1, new ClaimOperation(Name, "s-pid", copy.Epoch, last + lost))])[0].Status,
                Is.EqualTo(SubmissionStatus.Denied));
        }
        using var other = Open(new SequencerOptions { Path = Snapshot("other.db") });
        Assert.That(other.Commit([new Submission("new", 1, new ClaimOperation(Name, "s-pid", other.Epoch, last))])[0].Status,
            Is.EqualTo(SubmissionStatus.Sequenced));
    }

    [Test]
    public void Submit_AgainAfterARestart_IsAlreadyCommitted()
    {
        var connect = Next("a", NewSession("s"));
        var denied = Next("a", new JoinOperation(new SessionKey("unknown", 1), ["room"]));
        Log.Commit([connect, denied]);
        Restart();

        var results = Log.Commit([connect, denied, Next("a", new JoinOperation(KeyOf("s"), ["room"]))]);

        Assert.That(results.Select(result => result.Status), Is.EqualTo(
            [SubmissionStatus.AlreadyCommitted, SubmissionStatus.AlreadyCommitted, SubmissionStatus.Sequenced]));
    }

    [Test]
    public void Open_DamagedSession_SaysSo()
    {
        Connect("a", "s");
        Restart();
        using (var other = Connect())
        {
            Execute(other, "UPDATE sessions SET state = x'0109'");
        }
        Assert.That(Assert.Throws<SequencerException>(() => Open())!.Kind, Is.EqualTo(SequencerFault.Damaged));
    }

    [Test]
    public void Open_Version1_KeepsMessagesNumbersAndSubmittersAndDropsTheLog()
    {
        Directory.CreateDirectory(Folder);
        using (var other = Connect())
        {
            Execute(other, """
                PRAGMA journal_mode = WAL;
                CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
                CREATE TABLE log (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, created INTEGER NOT NULL, entries BLOB NOT NULL);
                CREATE TABLE submitters (instance TEXT PRIMARY KEY, last INTEGER NOT NULL, seen INTEGER NOT NULL) WITHOUT ROWID;
                CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, client_offset TEXT UNIQUE, content TEXT);
                INSERT INTO meta VALUES ('epoch', 'abc'), ('incarnation', 3), ('reserved', 7);
                INSERT INTO log VALUES (5, 7, 1, x'010100');
                INSERT INTO submitters VALUES ('a', 4, 9223372036854775807);
                INSERT INTO messages (client_offset, content) VALUES ('key', 'text');
                PRAGMA user_version = 1;
                """);
        }
        using (var log = Open())
        {
            Assert.Multiple(() =>
            {
                Assert.That((log.Epoch, log.Incarnation), Is.EqualTo(("abc", 4L)));
                Assert.That((log.FirstNumber, log.LastNumber, log.LastDurableId), Is.EqualTo((8L, 7L, 1L)));
                Assert.That(log.LastSubmission("a"), Is.EqualTo(4));
                Assert.That(Numbers(log, 7), Is.Empty);
                Assert.That(log.TryReadAfter(6, 100, []), Is.False);
                Assert.That(log.Commit([Append("b", 1, "key")])[0].Status, Is.EqualTo(SubmissionStatus.Duplicate));
            });
        }
        using var again = Open();
        Assert.That(again.Commit([Emit("a", 5)])[0].Number, Is.EqualTo(8));
    }

    private List<string> States()
    {
        var table = Log.SessionState.Table;
        var found = Sids.Select(table.Find).OfType<Session>().Select(session => session.ToString()).ToList();
        Assert.That(table.Count, Is.EqualTo(found.Count), "there are no others");
        return found;
    }
}
