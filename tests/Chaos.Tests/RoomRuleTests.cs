using Chaos.Tests.Support;

namespace Chaos.Tests;

/// <summary>What the checker finds about broadcasts to rooms.</summary>
public sealed class RoomRuleTests
{
    private HistoryBuilder _history = null!;

    [SetUp]
    public void Begin() => _history = new HistoryBuilder();

    [Test]
    public void Check_MembersGetWhatIsSaid_FindsNothing()
    {
        var (ada, bob, eve) = (_history.Client().Join(), _history.Client().Join("coffee"), _history.Client());
        var tea = _history.Say();
        var coffee = _history.Say("coffee");
        ada.Get(tea).Leave();
        bob.Get(coffee);
        eve.Join();
        var late = _history.Say();
        eve.Get(late);

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_AMemberDoesNotGetIt_IsFound()
    {
        var (ada, _) = (_history.Client().Join(), _history.Client().Join());
        ada.Get(_history.Say());

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "nothing is lost" }));
    }

    [Test]
    public void Check_AcknowledgedAndDeliveredToNobody_IsFound()
    {
        _history.Client().Join();
        _history.Say();

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "nothing is lost" }));
    }

    [Test]
    public void Check_NotAcknowledgedAndDeliveredToNobody_IsRight()
    {
        _history.Client().Join();
        _history.Say(acked: false);

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_NotAcknowledgedAndDeliveredToSome_IsFound()
    {
        var (ada, _) = (_history.Client().Join(), _history.Client().Join());
        ada.Get(_history.Say(acked: false));

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "nothing is lost" }));
    }

    [Test]
    public void Check_SomebodyOutsideGetsIt_IsFound()
    {
        var (ada, eve) = (_history.Client().Join(), _history.Client());
        var message = _history.Say();
        ada.Get(message);
        eve.Get(message);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "to nobody else" }));
    }

    [Test]
    public void Check_SomebodyGetsWhatWasSaidBeforeItsJoin_IsFound()
    {
        var message = _history.Say();
        _history.Client().Join().Get(message);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "to nobody else" }));
    }

    [Test]
    public void Check_SomebodyGetsWhatWasSaidAfterItsLeave_IsFound()
    {
        var client = _history.Client().Join().Leave();
        client.Get(_history.Say());

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "to nobody else" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Check_SaidWhileAJoinIsUnderWay_EitherIsRight(bool delivered)
    {
        var client = _history.Client().Join(acked: false);
        var message = _history.Say();
        client.Acknowledge();
        if (delivered)
        {
            client.Get(message);
        }

        Assert.That(_history.Rules(), Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Check_SaidWhileALeaveIsUnderWay_EitherIsRight(bool delivered)
    {
        var client = _history.Client().Join().Leave(acked: false);
        var message = _history.Say();
        client.Acknowledge();
        if (delivered)
        {
            client.Get(message);
        }

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_AHoleWithinAnUncertainStay_IsFound()
    {
        var client = _history.Client().Join(acked: false);
        var (one, two, three) = (_history.Say(), _history.Say(), _history.Say());
        client.Acknowledge().Get(one, three);
        _history.Client().Join(acked: false).Record.Requests[^1].AckedAt = _history.Now;
        _ = two;

        Assert.That(NumberedByAnother(two), Is.EqualTo(new[] { "a stay is one interval" }));
    }

    [Test]
    public void Check_ASecondStay_DoesNotFillTheGapBeforeIt()
    {
        var client = _history.Client().Join();
        var first = _history.Say();
        client.Get(first).Leave();
        var between = _history.Say();
        client.Join();
        var second = _history.Say();
        client.Get(second);

        Assert.That(NumberedByAnother(between), Is.Empty);
    }

    [Test]
    public void Check_DeliveredTwice_IsFound()
    {
        var client = _history.Client().Join();
        var message = _history.Say();
        client.Get(message).Lose().Connect(recovered: true).Get(message);

        Assert.That(_history.Rules(), Does.Contain("delivered once"));
    }

    [Test]
    public void Check_TwoClientsInTwoOrders_IsFound()
    {
        var (ada, bob) = (_history.Client().Join(), _history.Client().Join());
        var (one, two) = (_history.Say(), _history.Say());
        ada.Get(one, two);
        bob.Get(two, one);

        Assert.That(_history.Rules(), Is.SupersetOf(new[] { "one order for all", "in order of numbers" }));
    }

    [Test]
    public void Check_ThreeClientsInACircle_IsFoundWithoutNumbers()
    {
        var (ada, bob, eve) = (_history.Client().Join("a").Join("c"), _history.Client().Join("a").Join("b"), _history.Client().Join("b").Join("c"));
        var (a, b, c) = (_history.Say("a"), _history.Say("b"), _history.Say("c"));
        ada.Get(c, 0).Get(a, 0);
        bob.Get(a, 0).Get(b, 0);
        eve.Get(b, 0).Get(c, 0);

        Assert.That(_history.Rules(), Does.Contain("one order for all"));
    }

    [Test]
    public void Check_AMessageWithTwoNumbers_IsFound()
    {
        var (ada, bob) = (_history.Client().Join(), _history.Client().Join());
        var message = _history.Say();
        ada.Get(message);
        bob.Get(message, 500);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "one number" }));
    }

    [Test]
    public void Check_ABroadcastWithoutANumber_IsFound()
    {
        var client = _history.Client().Join();
        client.Get(_history.Say(), 0);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "one number" }));
    }

    [Test]
    public void Check_OneConnectionsMessagesInAnotherOrder_IsFound()
    {
        var client = _history.Client().Join();
        var (one, two) = (_history.Say(), _history.Say());
        client.Get(two, 201).Get(one, 202);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "program order" }));
    }

    [Test]
    public void Check_GotWhatWasNeverSent_IsFound()
    {
        var client = _history.Client().Join();
        var message = _history.Say();
        message.Tries = 0;
        client.Get(message);

        Assert.That(_history.Rules(), Does.Contain("nothing from nowhere"));
    }

    /// <summary>The rules that are broken, when somebody who was in the room all the time has got everything.</summary>
    private string[] NumberedByAnother(Record.Message message)
    {
        var witness = _history.Client();
        witness.Record.Requests.Add(new() { Room = message.Room!, Joins = true, Session = 0, SentAt = 0, AckedAt = 1 });
        foreach (var said in _history.History.Messages)
        {
            witness.Get(said);
        }
        return _history.Rules();
    }
}
