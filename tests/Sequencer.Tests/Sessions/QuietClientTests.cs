using NUnit.Framework;

namespace Sequencer.Tests.Sessions;

/// <summary>Clients to which nothing was said for longer than the log reaches back.</summary>
[TestFixture]
public sealed class QuietClientTests : SessionFixture
{
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(3);

    private protected override SequencerOptions Options => new() { Path = DatabasePath, Retention = Retention };

    [TestCase(false)]
    [TestCase(true)]
    public void Claim_NothingTrimmedWasForIt_IsRecovered(bool restart)
    {
        Connect("a", "quiet", "room");
        var seen = Emit("seen", "room");
        Connect("a", "busy", "busy room");
        Emit("busy", "busy room");
        Emit("busy", "busy");
        Submit("emitter", new EmitEvent("/other", BroadcastTarget.Everyone, default));
        TrimAll(restart);
        Depart("a", "quiet");
        Emit("missed", "room");

        Assert.That(ComeBack("b", "quiet", seen), Is.EqualTo(["missed"]));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Claim_WithoutOffsetAndNothingTrimmedWasForIt_IsRecovered(bool restart)
    {
        Connect("a", "quiet", "room");
        Connect("a", "busy", "busy room");
        Emit("busy", "busy room");
        TrimAll(restart);
        Assert.That(ComeBack("b", "quiet"), Is.Empty);
    }

    [TestCase(false, "room")]
    [TestCase(true, "room")]
    [TestCase(false, "quiet", Description = "its own room")]
    [TestCase(true, "quiet")]
    [TestCase(false, null, Description = "everybody")]
    [TestCase(true, null)]
    public void Claim_SomethingTrimmedWasForIt_IsDeniedAndEnds(bool restart, string? room)
    {
        Connect("a", "quiet", "room");
        var seen = Emit("seen", "room");
        Emit("gone", room is null ? [] : [room]);
        TrimAll(restart);

        Denied(Claim("b", "quiet", seen));

        Assert.That(Log.SessionState.Table.Find("quiet"), Is.Null);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Claim_OffsetBehindWhatWasTrimmed_IsRecovered(bool restart)
    {
        Connect("a", "s", "room");
        Emit("seen", "room");
        var last = Emit("seen, too");
        TrimAll(restart);
        Emit("missed", "room");

        Assert.That(ComeBack("b", "s", last), Is.EqualTo(["missed"]));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Claim_TrimmedBeforeTheJoin_IsRecovered(bool restart)
    {
        Connect("a", "s");
        Connect("a", "other", "room");
        Emit("not for it", "room");
        Join("a", "s", "room");
        TrimAll(restart);
        Assert.That(ComeBack("b", "s"), Is.Empty);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Claim_TrimmedAfterTheLeave_IsRecovered(bool restart)
    {
        Connect("a", "s", "room");
        Connect("a", "other", "room");
        Leave("a", "s", "room");
        Emit("not for it", "room");
        TrimAll(restart);
        Emit("not for it", "room");
        TrimAll(restart);
        Assert.That(ComeBack("b", "s"), Is.Empty);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Claim_TrimmedWhileItWasInTheRoom_IsDenied(bool restart)
    {
        Connect("a", "s", "room");
        Emit("gone", "room");
        Leave("a", "s", "room");
        TrimAll(restart);
        Denied(Claim("b", "s"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Claim_LeftAndJoinedAgain_OnlyItsOwnTimesCount(bool restart)
    {
        var connected = Connect("a", "s", "room");
        Connect("a", "other", "room");
        Leave("a", "s", "room");
        Emit("not for it", "room");
        Join("a", "s", "room");
        TrimAll(restart);
        Emit("missed", "room");
        Assert.That(ComeBack("b", "s", connected), Is.EqualTo(["missed"]));
    }

    [Test]
    public void Trim_PastMemberships_AreForgottenWithTheirTime()
    {
        Connect("a", "s", "room", "kept");
        Leave("a", "s", "room");
        Join("a", "s", "room");
        Leave("a", "s", "room", "kept");
        Join("a", "s", "kept");
        TrimAll(restart: false);

        var session = Log.SessionState.Table.Find("s")!;
        Assert.That(session.Rooms.Keys, Is.EquivalentTo(["s", "kept"]));
        Assert.That(session.Rooms["kept"].Past, Is.Empty);
        Restart();
        Assert.That(Log.SessionState.Table.Find("s")!.Rooms.Keys, Is.EquivalentTo(["s", "kept"]));
    }

    [Test]
    public void Trim_RoomsOfNobody_AreForgotten()
    {
        Connect("a", "s", "room");
        Emit("gone", "room");
        Emit("gone", "nobody's");
        TrimAll(restart: false);
        Assert.That(Log.SessionState.Trimmed.All.Select(pair => pair.Key.Room), Is.EqualTo(["room"]));

        Depart("a", "s", ended: true);
        Log.Trim();

        Assert.That(Log.SessionState.Trimmed.All, Is.Empty);
        Restart();
        Assert.That(Log.SessionState.Trimmed.All, Is.Empty);
    }

    [Test]
    public void Trim_DatabaseLocked_LeavesNoTraceInTheSessions()
    {
        Connect("a", "s", "room", "left");
        Leave("a", "s", "left");
        var before = Log.SessionState.Table.Find("s");
        Emit("goes", "room");
        Time.Advance(Retention + TimeSpan.FromSeconds(1));
        using (var other = Connect())
        {
            Execute(other, "BEGIN IMMEDIATE");
            Assert.Throws<SequencerException>(Log.Trim);
        }

        Assert.That(Log.SessionState.Table.Find("s"), Is.SameAs(before));
        Assert.That(Log.SessionState.Trimmed.All, Is.Empty);
        Assert.That(ComeBack("b", "s"), Is.EqualTo(["goes"]));
        Log.Trim();
        Assert.That(Log.SessionState.Table.Find("s")!.Rooms.Keys, Is.EquivalentTo(["s", "room"]));
    }

    [Test]
    public void ReadMissed_TrimmedBetweenTwoPages_IsLost()
    {
        var connected = Connect("a", "s", "room");
        Emit("first", "room");
        Emit("second", "room");
        Claimed("b", "s");
        var page = Log.ReadMissed("b", KeyOf("s"), connected, Log.LastNumber, 1);
        TrimAll(restart: false);

        Assert.That(Log.ReadMissed("b", KeyOf("s"), page.UpTo, Log.LastNumber, 1).IsLost, Is.True);
    }

    [Test]
    public void RequireRetention_Longer_KeepsWhatTheOptionsWouldNot()
    {
        Connect("a", "s", "room");
        Emit("kept", "room");
        Log.RequireRetention(Retention * 2);
        Log.RequireRetention(TimeSpan.Zero);
        Time.Advance(Retention * 1.5);
        Log.Trim();
        Assert.That(Log.FirstNumber, Is.EqualTo(1));

        Restart();
        Log.Trim();
        Assert.That(Log.FirstNumber, Is.EqualTo(1), "nobody has had the time to ask again");
        Time.Advance(TimeSpan.FromMinutes(1));
        Log.Trim();
        Assert.That(Log.FirstNumber, Is.EqualTo(Log.LastNumber + 1));
    }

    private void TrimAll(bool restart)
    {
        Time.Advance(Retention + TimeSpan.FromSeconds(1));
        Log.Trim();
        Assert.That(Log.FirstNumber, Is.EqualTo(Log.LastNumber + 1));
        if (restart)
        {
            Restart();
        }
    }
}
