using Chaos.Tests.Support;

namespace Chaos.Tests;

/// <summary>What the checker finds about sessions.</summary>
public sealed class SessionRuleTests
{
    private HistoryBuilder _history = null!;

    [SetUp]
    public void Begin() => _history = new HistoryBuilder();

    [Test]
    public void Check_RecoveredWithinTheWindow_FindsNothing()
    {
        var client = _history.Client().Join().Lose();
        var missed = _history.Say();
        client.Connect(recovered: true).Get(missed);

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_NotRecoveredWithinTheWindow_IsFound()
    {
        _history.Client().Lose().Connect(recovered: false);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "recovered within the window" }));
    }

    [Test]
    public void Check_NotRecoveredAfterTheWindow_IsRight()
    {
        var client = _history.Client().Lose();
        _history.Wait(TimeSpan.FromSeconds(61));
        client.Connect(recovered: false);

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_NotRecoveredAfterLeavingOnPurpose_IsRight()
    {
        _history.Client().Lose(left: true).Connect(recovered: false);

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_NotRecoveredAfterADropInMidHistory_IsRight()
    {
        var (one, two) = (_history.Chat(), _history.Chat());
        _history.Client().Get(one).Lose().Connect(recovered: false).Get(two);

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_NotRecoveredAfterTheWholeHistory_IsFound()
    {
        var (one, two) = (_history.Chat(), _history.Chat());
        _history.Client().Get(one, two).Lose().Connect(recovered: false);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "recovered within the window" }));
    }

    [Test]
    public void Check_NotRecoveredAfterItWasLive_IsFound()
    {
        var (one, two) = (_history.Chat(), _history.Chat());
        _history.Client().Get(one).HaveHistory().Lose().Connect(recovered: false).Get(two);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "recovered within the window" }));
    }

    [Test]
    public void Check_RecoveredUnderAnotherId_IsFound()
    {
        _history.Client().Lose().Connect(recovered: true, sid: "another");

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "the same session" }));
    }

    [Test]
    public void Check_MissedWhileAwayAndRecovered_IsFound()
    {
        var client = _history.Client().Join().Lose();
        var (missed, other) = (_history.Say(), _history.Client().Join());
        client.Connect(recovered: true);
        var live = _history.Say();
        client.Get(live);
        other.Get(live);
        _ = missed;

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "nothing is lost" }));
    }

    [Test]
    public void Check_MissedWhileAwayAndNotRecovered_IsRight()
    {
        var client = _history.Client().Join().Lose();
        _history.Say();
        _history.Wait(TimeSpan.FromSeconds(61));
        client.Connect(recovered: false).Join();
        client.Get(_history.Say());

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_MissedBeforeTheEndOfASessionThatIsNotRecovered_IsFound()
    {
        var (client, other) = (_history.Client().Join(), _history.Client().Join());
        var (one, two) = (_history.Say(), _history.Say());
        other.Get(one, two);
        client.Get(two).Lose();
        _history.Wait(TimeSpan.FromSeconds(61));
        client.Connect(recovered: false);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "nothing is lost" }));
    }

    [Test]
    public void Check_ANewSessionGetsWhatTheOldOneWasIn_IsFound()
    {
        var client = _history.Client().Join().Lose(left: true).Connect(recovered: false);
        client.Get(_history.Say());

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "to nobody else" }));
    }

    [Test]
    public void Check_WhatDidNotSettle_IsFound()
    {
        _history.History.Unsettled.Add("client 3 did not come back");

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "settled" }));
    }
}
