using Chaos.Tests.Support;

namespace Chaos.Tests;

/// <summary>What the checker finds about chat messages.</summary>
public sealed class ChatRuleTests
{
    private HistoryBuilder _history = null!;

    [SetUp]
    public void Begin() => _history = new HistoryBuilder();

    [Test]
    public void Check_EverybodyIsShownEverything_FindsNothing()
    {
        var (ada, bob) = (_history.Client(), _history.Client());
        var (one, two) = (_history.Chat(), _history.Chat());
        ada.Get(one, two);
        bob.Get(one).Lose().Connect(recovered: true).Get(two);

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_AcknowledgedAndNotStored_IsFound()
    {
        _history.Chat(stored: false);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "stored once" }));
    }

    [Test]
    public void Check_NotAcknowledgedAndNotStored_IsRight()
    {
        _history.Chat(stored: false, acked: false);

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_StoredTwice_IsFound()
    {
        var message = _history.Chat();
        _history.Store(message);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "stored once" }));
    }

    [Test]
    public void Check_AcknowledgedWithAnotherId_IsFound()
    {
        _history.Chat().Id = 7;

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "stored once" }));
    }

    [Test]
    public void Check_StoredAndNeverSent_IsFound()
    {
        _history.Chat();
        _history.History.Stored.Add(new(2, "key", "forged"));

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "stored once" }));
    }

    [Test]
    public void Check_GapInTheIds_IsFound()
    {
        var message = _history.Chat();
        message.Id = 2;
        _history.History.Stored[0] = _history.History.Stored[0] with { Id = 2 };

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "ids without a gap" }));
    }

    [Test]
    public void Check_AMessageInTheMidstIsMissed_IsFound()
    {
        var (one, two, three) = (_history.Chat(), _history.Chat(), _history.Chat());
        _history.Client().Get(one, three);
        _history.Client().Get(one, two, three);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "no chat message is missed" }));
    }

    [Test]
    public void Check_TheLastMessageIsMissed_IsFound()
    {
        var (one, two) = (_history.Chat(), _history.Chat());
        _history.Client().Get(one, two);
        _history.Client().Get(one);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "no chat message is missed" }));
    }

    [Test]
    public void Check_ShownTwice_IsFound()
    {
        var message = _history.Chat();
        _history.Client().Get(message).Lose().Connect(recovered: true).Get(message);

        Assert.That(_history.Rules(), Is.SupersetOf(new[] { "chat in order", "delivered once" }));
    }

    [Test]
    public void Check_ShownInAnotherOrder_IsFound()
    {
        var (one, two) = (_history.Chat(), _history.Chat());
        _history.Client().Get(one, two);
        _history.Client().Get(two, one);

        Assert.That(_history.Rules(), Is.SupersetOf(new[] { "chat in order", "one order for all", "in order of numbers" }));
    }

    [Test]
    public void Check_ShownUnderTheIdOfAnother_IsFound()
    {
        var (one, two) = (_history.Chat(), _history.Chat());
        var client = _history.Client().Get(one);
        client.Record.Deliveries.Add(new(two.Index, 0, _history.Tick(), _history.NumberOf(two), Id: 3));
        _history.Client().Get(one, two);

        Assert.That(_history.Rules(), Does.Contain("what is shown is stored"));
    }

    [Test]
    public void Check_ShownAlthoughNothingIsStored_IsFound()
    {
        _history.Client().Get(_history.Chat(stored: false, acked: false));

        Assert.That(_history.Rules(), Does.Contain("what is shown is stored"));
    }
}
