using Chaos.Tests.Support;

namespace Chaos.Tests;

/// <summary>What the checker finds about private conversations.</summary>
public sealed class PrivateRuleTests
{
    private const string Leak = "private messages only to their two persons";
    private const string Missed = "no private message is missed";

    private HistoryBuilder _history = null!;
    private ClientBuilder _ada = null!;
    private ClientBuilder _bob = null!;
    private ClientBuilder _eve = null!;

    [SetUp]
    public void Begin()
    {
        _history = new HistoryBuilder();
        (_ada, _bob, _eve) = (_history.Client("ada"), _history.Client("bob"), _history.Client("eve"));
    }

    [Test]
    public void Check_EveryClientOfBothHasEverything_FindsNothing()
    {
        var second = _history.Client("bob");
        var (one, two) = (_history.Private("ada", "bob"), _history.Private("bob", "ada"));
        _ada.Get(one, two);
        _bob.Get(one).Lose().Connect(recovered: true).Get(two);
        second.Get(one, two);

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_AThirdPersonSeesItInAnyPacket_IsFound()
    {
        var message = _history.Private("ada", "bob");
        _ada.Get(message);
        _bob.Get(message);
        _eve.See(message);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Leak }));
    }

    [Test]
    public void Check_SomebodyWithoutAPersonGetsItAsAnEvent_IsFound()
    {
        var message = _history.Private("ada", "bob");
        _ada.Get(message);
        _bob.Get(message);
        _history.Client().Get(message);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Leak }));
    }

    [Test]
    public void Check_AcknowledgedAndNotStored_IsFound()
    {
        _history.Private("ada", "bob", stored: false);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "stored once" }));
    }

    [Test]
    public void Check_StoredInAnotherConversation_IsFound()
    {
        _history.Private("ada", "bob");
        _history.History.Stored[0] = _history.History.Stored[0] with { Room = "private/ada/eve" };

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "stored once" }));
    }

    [Test]
    public void Check_ShownAlthoughNothingOfTheConversationIsStored_IsFound()
    {
        _ada.Get(_history.Private("ada", "bob", stored: false, acked: false));

        Assert.That(_history.Rules(), Does.Contain("what is shown is stored"));
    }

    [Test]
    public void Check_DroppedAtOneOfTwoClients_IsFound()
    {
        var message = _history.Private("ada", "bob");
        _history.Client("bob");
        _ada.Get(message);
        _bob.Get(message);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Missed }));
    }

    [Test]
    public void Check_DroppedAtItsAuthor_IsFound()
    {
        _bob.Get(_history.Private("ada", "bob"));

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Missed }));
    }

    [Test]
    public void Check_GotTwice_IsFound()
    {
        var message = _history.Private("ada", "bob");
        _ada.Get(message);
        _bob.Get(message).Lose().Connect(recovered: true).Get(message);

        Assert.That(_history.Rules(), Is.SupersetOf(new[] { "delivered once", "private messages in order" }));
    }

    [Test]
    public void Check_ReadBackAlthoughItWasShown_IsFound()
    {
        var message = _history.Private("ada", "bob");
        _ada.Get(message);
        _bob.Get(message).ReadBack(message);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "private messages in order" }));
    }

    [Test]
    public void Check_ShownInAnotherOrder_IsFound()
    {
        var (one, two) = (_history.Private("ada", "bob"), _history.Private("ada", "bob"));
        _ada.Get(one, two);
        _bob.Get(two, one);

        Assert.That(_history.Rules(), Is.SupersetOf(new[] { "private messages in order", "one order for all" }));
    }

    [Test]
    public void Check_WrittenWhileAwayAndReadBack_IsRight()
    {
        _bob.Lose(left: true);
        var message = _history.Private("ada", "bob");
        _ada.Get(message);
        _bob.Connect(recovered: false).ReadBack(message);

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_WrittenWhileAwayAndNotReadBack_IsFound()
    {
        _bob.Lose(left: true);
        _ada.Get(_history.Private("ada", "bob"));
        _bob.Connect(recovered: false);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Missed }));
    }

    [Test]
    public void Check_ReadBackAlthoughTheSessionWasThere_IsFound()
    {
        var message = _history.Private("ada", "bob");
        _ada.Get(message);
        _bob.Lose().Connect(recovered: true).ReadBack(message);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Missed }));
    }
}
