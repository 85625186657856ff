using NUnit.Framework;

namespace Sequencer.Tests.Sessions;

[TestFixture]
public sealed class ClaimTests : SessionFixture
{
    [Test]
    public void Claim_SessionAway_GivesEverythingToTheClaimer()
    {
        Submit("a", new ConnectOperation
        {
            Namespace = Name,
            Sid = "s",
            Pid = "s-pid",
            Person = "ada",
            Window = Window,
            Data = Data(("name", "\"Ada\"")),
        });
        Join("a", "s", "room", "left");
        Leave("a", "s", "left");
        var seen = Emit("seen", "room");
        Depart("a", "s");
        Emit("missed", "room");

        var claimed = Claimed("b", "s", seen);

        Assert.Multiple(() =>
        {
            Assert.That((claimed.Kind, claimed.Sid, claimed.Generation, claimed.Owner, claimed.Person, claimed.Position),
                Is.EqualTo((SessionChangeKind.Claimed, "s", 2L, "b", "ada", seen)));
            Assert.That(claimed.Rooms, Is.EquivalentTo(["s", "room"]));
            Assert.That(claimed.Data["name"].ToArray(), Is.EqualTo("\"Ada\""u8.ToArray()));
            Assert.That(Missed("b", "s", claimed.Position), Is.EqualTo(["missed"]));
        });
    }

    [Test]
    public void Claim_OfAHalfOpenConnection_FencesTheOldOne()
    {
        Connect("a", "s", "room");
        var old = KeyOf("s");

        Claimed("b", "s");

        foreach (var (instance, key) in new[] { ("a", old), ("a", KeyOf("s")), ("b", old) })
        {
            Denied(Submit(instance, new JoinOperation(key, ["other"])));
            Denied(Submit(instance, new LeaveOperation(key, ["room"])));
            Denied(Submit(instance, new DataOperation(key, "key", "1"u8.ToArray())));
            Denied(Submit(instance, new DepartOperation(key, Ended: true)));
            Denied(Submit(instance, new ResumeOperation(key)));
            Denied(Submit(instance, new ReleaseOperation(key)));
        }
        Accepted(Submit("b", new ResumeOperation(KeyOf("s"))));
    }

    [Test]
    public void Claim_Twice_TheLaterFencesTheEarlier()
    {
        Connect("a", "s", "room");
        var seen = Emit("seen", "room");
        Depart("a", "s");
        Emit("missed", "room");

        var results = Log.Commit(
        [
            Next("b", new ClaimOperation(Name, "s-pid", Log.Epoch, seen)),
            Next("c", new ClaimOperation(Name, "s-pid", Log.Epoch, seen)),
        ]);

        Assert.That(results.Select(result => result.Status), Is.All.EqualTo(SubmissionStatus.Sequenced));
        Denied(Submit("b", new ResumeOperation(new SessionKey("s", 2))));
        Assert.That(Log.ReadMissed("b", new SessionKey("s", 2), seen, Log.LastNumber, 100).IsLost, Is.True);
        Accepted(Submit("c", new ResumeOperation(new SessionKey("s", 3))));
        Assert.That(Missed("c", "s", seen), Is.EqualTo(["missed"]));
    }

    [TestCase("unknown", Name)]
    [TestCase("s", "/other", Description = "of another namespace")]
    public void Claim_UnknownPid_IsDeniedAndNothingHappens(string sid, string name)
    {
        Connect("a", "s");
        var last = Log.LastNumber;

        Denied(Submit("b", new ClaimOperation(name, sid + "-pid", Log.Epoch, 1)));

        Assert.That(Log.LastNumber, Is.EqualTo(last));
        Assert.That(Log.Sessions, Is.EqualTo(new SessionCounts(1, 0)));
    }

    [Test]
    public void Claim_SessionWithoutWindow_IsUnknown()
    {
        Submit("a", NewSession("s", TimeSpan.Zero));
        Denied(Claim("b", "s"));
        Assert.That(Log.Sessions.Connected, Is.EqualTo(1));
    }

    [TestCase("", 0)]
    [TestCase("", 5)]
    [TestCase("another life", 1_000_000)]
    [TestCase("another life", -7)]
    [TestCase(null, 0)]
    [TestCase(null, -9)]
    public void Claim_OffsetAbsentForeignOrBeforeTheConnect_CountsFromTheConnect(string? epoch, long number)
    {
        Emit("before");
        var connected = Connect("a", "s", "room");
        Emit("first", "room");
        Depart("a", "s");
        Emit("second");

        var claimed = Claimed("b", "s", number, epoch);

        Assert.That(claimed.Position, Is.EqualTo(connected));
        Assert.That(Missed("b", "s", claimed.Position), Is.EqualTo(["first", "second"]));
    }

    [TestCase(1)]
    [TestCase(1_000_000)]
    [TestCase(long.MaxValue - 5)]
    public void Claim_OffsetBeyondTheEnd_IsDeniedAndEndsTheSession(long beyond)
    {
        Connect("a", "s", "room");
        Depart("a", "s");

        Denied(Claim("b", "s", Log.LastNumber + beyond));

        var ended = (SessionChanged)LastEntry().Event;
        Assert.That((ended.Kind, ended.Sid, ended.Owner), Is.EqualTo((SessionChangeKind.Ended, "s", "a")));
        Assert.That((LastEntry().Instance, LastEntry().Sequence), Is.EqualTo(("", 0L)), "it is nobody's submission");
        Denied(Claim("b", "s"));
        Assert.That(Log.Sessions, Is.EqualTo(default(SessionCounts)));
    }

    [Test]
    public void Claim_OffsetAtTheEnd_MissesNothing()
    {
        Connect("a", "s", "room");
        var last = Emit("seen", "room");
        Assert.That(ComeBack("a", "s", last), Is.Empty);
    }

    [Test]
    public void Release_AfterAClaim_GoesBackToTheFormerWindow()
    {
        Connect("a", "s");
        Depart("a", "s");
        Time.Advance(Window / 2);
        Claimed("b", "s");
        Time.Advance(Window / 4);

        Accepted(Submit("b", new ReleaseOperation(KeyOf("s"))));

        Assert.That(Log.Sessions, Is.EqualTo(new SessionCounts(0, 1)));
        Time.Advance((Window / 4) - TimeSpan.FromMilliseconds(1));
        Claimed("c", "s");
        Accepted(Submit("c", new ReleaseOperation(KeyOf("s"))));
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Denied(Claim("d", "s"));
    }

    [Test]
    public void Release_OfOneThatWasConnected_StartsAWholeWindow()
    {
        Connect("a", "s");
        Claimed("b", "s");
        Time.Advance(Window * 3);

        Accepted(Submit("b", new ReleaseOperation(KeyOf("s"))));

        Time.Advance(Window - TimeSpan.FromMilliseconds(1));
        Claimed("c", "s");
    }

    [Test]
    public void Release_Twice_OrOfAConnectedOne_IsDenied()
    {
        Connect("a", "s");
        Denied(Submit("a", new ReleaseOperation(KeyOf("s"))));
        Denied(Submit("a", new ResumeOperation(KeyOf("s"))));
        Claimed("b", "s");
        Accepted(Submit("b", new ReleaseOperation(KeyOf("s"))));
        Denied(Submit("b", new ReleaseOperation(KeyOf("s"))));
        Denied(Submit("b", new ResumeOperation(KeyOf("s"))));
        Denied(Submit("b", new DepartOperation(KeyOf("s"), Ended: true)));
    }

    [Test]
    public void Claim_SentAgain_IsAlreadyCommittedAndClaimsNothing()
    {
        Connect("a", "s");
        var claim = Next("b", new ClaimOperation(Name, "s-pid"));
        Assert.That(Log.Commit([claim])[0].Status, Is.EqualTo(SubmissionStatus.Sequenced));

        Assert.That(Log.Commit([claim])[0].Status, Is.EqualTo(SubmissionStatus.AlreadyCommitted));

        Assert.That(GenerationOf("s"), Is.EqualTo(2));
    }

    [Test]
    public void ReadMissed_NotTheOwnersOrAnOldGeneration_IsLost()
    {
        Connect("a", "s", "room");
        Claimed("b", "s");
        var last = Log.LastNumber;
        Assert.Multiple(() =>
        {
            Assert.That(Log.ReadMissed("a", KeyOf("s"), 0, last, 100).IsLost, Is.True);
            Assert.That(Log.ReadMissed("b", new SessionKey("s", 1), 0, last, 100).IsLost, Is.True);
            Assert.That(Log.ReadMissed("b", new SessionKey("other", 2), 0, last, 100).IsLost, Is.True);
            Assert.That(Log.ReadMissed("b", KeyOf("s"), 0, last, 100).IsLost, Is.False);
        });
    }

    [Test]
    public void ReadMissed_Pages_HoldWhatFitsButOneAtLeast()
    {
        Connect("a", "s", "room");
        var numbers = Enumerable.Range(0, 5).Select(_ => Emit(new string('x', 100), "room")).ToList();
        Emit("not for it", "elsewhere");
        Claimed("b", "s");
        var last = Log.LastNumber;

        var page = Log.ReadMissed("b", KeyOf("s"), 0, last, 250);
        var small = Log.ReadMissed("b", KeyOf("s"), page.UpTo, last, 1);
        var rest = Log.ReadMissed("b", KeyOf("s"), small.UpTo, last, 10_000);

        Assert.Multiple(() =>
        {
            Assert.That(page.Events.Select(entry => entry.Number), Is.EqualTo(numbers[..2]));
            Assert.That((page.UpTo, page.IsLast), Is.EqualTo((numbers[1], false)));
            Assert.That(small.Events.Select(entry => entry.Number), Is.EqualTo(numbers[2..3]));
            Assert.That(rest.Events.Select(entry => entry.Number), Is.EqualTo(numbers[3..]));
            Assert.That((rest.UpTo, rest.IsLast), Is.EqualTo((last, true)));
        });
    }

    [Test]
    public void ReadMissed_UpToANumber_SaysNothingOfWhatFollows()
    {
        Connect("a", "s", "room");
        var first = Emit("first", "room");
        Emit("second", "room");
        Claimed("b", "s");

        var page = Log.ReadMissed("b", KeyOf("s"), 0, first, 10_000);

        Assert.That(page.Events.Select(PacketOf), Is.EqualTo(["first"]));
        Assert.That((page.UpTo, page.IsLast), Is.EqualTo((first, true)));
    }
}
