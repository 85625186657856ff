using NUnit.Framework;

namespace Sequencer.Tests.Sessions;

/// <summary>Which instances get which entries.</summary>
[TestFixture]
public sealed class InterestTests : SessionFixture
{
    [Test]
    public void Concerns_Emit_WhoHasASessionInARoomOfIt()
    {
        Connect("a", "s", "room");
        Connect("b", "t");

        Assert.That(Interested(Emit("to a room", "room")), Is.EqualTo("a"));
        Assert.That(Interested(Emit("to own rooms", "s", "t")), Is.EqualTo("a b"));
        Assert.That(Interested(Emit("to everybody")), Is.EqualTo("a b"));
        Assert.That(Interested(Emit("to nobody", "empty")), Is.EqualTo(""));
        Assert.That(Interested(Accepted(Submit("c", new EmitEvent("/other", BroadcastTarget.Everyone, default)))), Is.EqualTo(""));
    }

    [Test]
    public void Concerns_AfterALeave_OnlyWhatCameBefore()
    {
        Connect("a", "s", "room");
        Connect("a", "t", "room");
        var within = Emit("within", "room");
        Leave("a", "s", "room");
        var still = Emit("still one of them", "room");
        Leave("a", "t", "room");
        var after = Emit("after", "room");

        Assert.That(Interested(within), Is.EqualTo("a"));
        Assert.That(Interested(still), Is.EqualTo("a"));
        Assert.That(Interested(after), Is.EqualTo(""));
        Join("a", "s", "room");
        Assert.That(Interested(Emit("again", "room")), Is.EqualTo("a"));
    }

    [Test]
    public void Concerns_ClaimedElsewhere_TheNewOwnerFromThenOn()
    {
        Connect("a", "s", "room");
        var before = Emit("before", "room");
        Claimed("b", "s");
        var after = Emit("after", "room");
        Depart("b", "s");
        var away = Emit("away", "room");

        Assert.That(Interested(before), Does.StartWith("a"));
        Assert.That(Interested(after), Is.EqualTo("b"));
        Assert.That(Interested(away), Is.EqualTo(""));
    }

    [Test]
    public void Concerns_SessionEnded_ItsLastEventStillReachesItsOwner()
    {
        Connect("a", "s", "room");
        var results = Log.Commit(
        [
            Next("b", new EmitEvent(Name, new BroadcastTarget(["room"], []), default)),
            Next("b", new TargetOperation(Name, new BroadcastTarget(["room"], []), TargetAction.Disconnect)),
        ]);
        Assert.That(Interested(results[0].Number), Is.EqualTo("a"));
        Assert.That(Interested(results[1].Number), Is.EqualTo("a b c"));
    }

    [Test]
    public void Concerns_WhatIsOlderThanTheOpening_IsForAll()
    {
        Connect("a", "s", "room");
        var number = Emit("unknown who wants it", "room");
        Depart("a", "s", ended: true);
        Restart();
        Assert.That(Interested(number), Is.EqualTo("a b c"));
        Assert.That(Interested(Emit("for nobody", "room")), Is.EqualTo(""));
    }

    [Test]
    public void Concerns_ChangesOfASession_PresenceForAllTheRestForItsOwner()
    {
        var connected = Connect("a", "s");
        var joined = Join("a", "s", "room");
        var left = Leave("a", "s", "room");
        var data = Accepted(Submit("a", new DataOperation(KeyOf("s"), "key", "1"u8.ToArray())));
        var claimed = Claim("b", "s").Number;
        var resumed = Accepted(Submit("b", new ResumeOperation(KeyOf("s"))));
        var away = Depart("b", "s");
        var server = Accepted(Submit("b", new ServerEvent(Name, default)));

        Assert.That(new[] { joined, left, data }.Select(Interested), Is.All.EqualTo("a"));
        Assert.That(new[] { connected, claimed, resumed, away, server }.Select(Interested), Is.All.EqualTo("a b c"));
    }

    [Test]
    public void Trim_FormerInterest_IsForgotten()
    {
        Connect("a", "s", "room");
        Leave("a", "s", "room");
        Depart("a", "s", ended: true);
        Time.Advance(TimeSpan.FromHours(1));
        Log.Trim();
        Assert.That(Log.SessionState.Published.InterestCount, Is.Zero);
    }

    private string Interested(long number)
    {
        var entry = Entry(number);
        return string.Join(' ', new[] { "a", "b", "c" }.Where(instance => Log.Concerns(instance, entry)));
    }
}
