using Chaos.Tests.Support;

namespace Chaos.Tests;

/// <summary>What the checker finds about the chat's public rooms.</summary>
public sealed class PublicRoomRuleTests
{
    private const string Outside = "room messages only in the room";
    private const string Missed = "no room message is missed";

    private HistoryBuilder _history = null!;

    [SetUp]
    public void Begin() => _history = new HistoryBuilder();

    [Test]
    public void Check_EverybodyHasTheRoomFromItsPosition_FindsNothing()
    {
        var (ada, bob, eve) = (_history.Client("ada").Enter(), _history.Client("bob").Enter(), _history.Client("eve").Enter("dogs"));
        var one = _history.ToRoom();
        ada.Get(one);
        bob.Get(one).Exit();
        var (two, three) = (_history.ToRoom(), _history.ToRoom("dogs"));
        ada.Get(two);
        eve.Get(three);
        bob.Enter().GetStored(two);
        eve.Enter().GetStored(one, two);

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_ShownToOneWhoLeft_IsFound()
    {
        var (ada, bob) = (_history.Client("ada").Enter(), _history.Client("bob").Enter().Exit());
        var message = _history.ToRoom();
        ada.Get(message);
        bob.Get(message);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Outside }));
    }

    [Test]
    public void Check_ShownWhileALeaveIsUnderWay_IsRight()
    {
        var ada = _history.Client("ada").Enter().Exit(acked: false);
        ada.Get(_history.ToRoom()).Acknowledge();

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_SeenByOneWhoWasNeverIn_IsFound()
    {
        var (ada, eve) = (_history.Client("ada").Enter(), _history.Client());
        var message = _history.ToRoom();
        ada.Get(message);
        eve.See(message);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Outside }));
    }

    [Test]
    public void Check_AMessageInTheMidstIsMissed_IsFound()
    {
        var ada = _history.Client("ada").Enter();
        var (one, _, three) = (_history.ToRoom(), _history.ToRoom(), _history.ToRoom());
        ada.Get(one, three);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Missed }));
    }

    [Test]
    public void Check_TheLastMessageIsMissed_IsFound()
    {
        _history.Client("ada").Enter();
        _history.ToRoom();

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Missed }));
    }

    [Test]
    public void Check_WhatWasSaidAfterItLeftIsNotShown_IsRight()
    {
        _history.Client("ada").Enter().Exit();
        _history.ToRoom();

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_WhatItMissedOutsideIsNotShownWhenItComesBack_IsFound()
    {
        var ada = _history.Client("ada").Enter().Exit();
        _history.ToRoom();
        var after = _history.ToRoom();
        ada.Enter().Get(after);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Missed }));
    }

    [Test]
    public void Check_ShownAgainInANewSession_IsFound()
    {
        var ada = _history.Client("ada").Enter();
        var message = _history.ToRoom();
        ada.Get(message).Lose(left: true).Connect(recovered: false, rooms: "cats").GetStored(message);

        Assert.That(_history.Rules(), Is.SupersetOf(new[] { "delivered once", "room messages in order" }));
    }

    [Test]
    public void Check_ANewSessionThatDoesNotNameTheRoomGetsIt_IsFound()
    {
        var ada = _history.Client("ada").Enter().Lose(left: true).Connect(recovered: false);
        ada.Get(_history.ToRoom());

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Outside }));
    }

    [Test]
    public void Check_ANewSessionThatNamesTheRoomGetsIt_IsRight()
    {
        var ada = _history.Client("ada").Enter().Lose(left: true).Connect(recovered: false, rooms: "cats");
        ada.Get(_history.ToRoom());

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_ShownAlthoughNothingOfTheRoomIsStored_IsFound()
    {
        _history.Client("ada").Enter().Get(_history.ToRoom(stored: false, acked: false));

        Assert.That(_history.Rules(), Does.Contain("what is shown is stored"));
    }

    [Test]
    public void Check_StoredTwice_IsFound()
    {
        _history.Store(_history.ToRoom());

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "stored once" }));
    }
}
