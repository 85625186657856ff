using Chaos.Record;
using Chaos.Tests.Support;

namespace Chaos.Tests;

/// <summary>What the checker finds about who is there.</summary>
public sealed class PresenceRuleTests
{
    private const string Disagrees = "presence agrees";
    private const string Gone = "nobody is gone within the window";

    private static readonly PersonPicture Ada = new(PersonPicture.Online, "Ada");
    private static readonly PersonPicture Bob = new(PersonPicture.Online, "Bob");

    private HistoryBuilder _history = null!;

    [SetUp]
    public void Begin() => _history = new HistoryBuilder();

    [Test]
    public void Check_AllSeeAll_FindsNothing()
    {
        See("ada", "Ada", new() { ["ada"] = Ada, ["bob"] = Bob });
        See("bob", "Bob", new() { ["ada"] = Ada, ["bob"] = Bob });

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_SomebodyStaysOnlineWhoIsNotThere_IsFound()
    {
        See("ada", "Ada", new() { ["ada"] = Ada, ["bob"] = Bob });

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Disagrees }));
    }

    [Test]
    public void Check_SomebodyStaysAwayWhoIsThere_IsFound()
    {
        See("ada", "Ada", new() { ["ada"] = Ada, ["bob"] = Bob with { State = PersonPicture.Away } });
        See("bob", "Bob", new() { ["ada"] = Ada, ["bob"] = Bob });

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Disagrees }));
    }

    [Test]
    public void Check_SomebodyIsNotSeen_IsFound()
    {
        See("ada", "Ada", new() { ["ada"] = Ada });
        See("bob", "Bob", new() { ["ada"] = Ada, ["bob"] = Bob });

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Disagrees }));
    }

    [Test]
    public void Check_ANameIsAnother_IsFound()
    {
        See("ada", "Ada", new() { ["ada"] = Ada with { Name = null } });

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Disagrees }));
    }

    [Test]
    public void Check_AFormerNameIsSeen_IsFound()
    {
        var former = Ada with { Name = "Ada, 1" };
        See("ada", "Ada, 2", new() { ["ada"] = former, ["bob"] = Bob });
        See("bob", "Bob", new() { ["ada"] = former, ["bob"] = Bob });

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Disagrees }));
    }

    [Test]
    public void Check_AFormerNameIsSeenInARoom_IsFound()
    {
        Dictionary<string, PersonPicture> now = new() { ["ada"] = Ada with { Name = "Ada, 2" }, ["bob"] = Bob };
        See("ada", "Ada, 2", now, now);
        See("bob", "Bob", now, new() { ["ada"] = Ada with { Name = "Ada, 1" }, ["bob"] = Bob });

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Disagrees }));
    }

    [Test]
    public void Check_TwoSeeAnotherAwayAndOneDoesNot_IsFound()
    {
        var away = new PersonPicture(PersonPicture.Away, null);
        See("ada", "Ada", new() { ["ada"] = Ada, ["bob"] = Bob, ["eve"] = away });
        See("bob", "Bob", new() { ["ada"] = Ada, ["bob"] = Bob });

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Disagrees }));
    }

    [TestCase(30, true)]
    [TestCase(300, false)]
    public void Check_SomebodyIsAwayAfterItsSession_IsRightForTheWindow(int seconds, bool isRight)
    {
        _history.Client("eve").Lose();
        _history.Wait(TimeSpan.FromSeconds(seconds));
        _history.History.PresenceAt = _history.Now;
        See("ada", "Ada", new() { ["ada"] = Ada, ["eve"] = new(PersonPicture.Away, null) });

        Assert.That(_history.Rules(), isRight ? Is.Empty : Is.EqualTo(new[] { Disagrees }));
    }

    [Test]
    public void Check_InARoomSomebodyIsNotSeen_IsFound()
    {
        Dictionary<string, PersonPicture> both = new() { ["ada"] = Ada, ["bob"] = Bob };
        See("ada", "Ada", both, both);
        See("bob", "Bob", both, new() { ["bob"] = Bob });

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Disagrees }));
    }

    [Test]
    public void Check_InARoomSomebodyIsSeenWhoIsElsewhere_IsFound()
    {
        Dictionary<string, PersonPicture> both = new() { ["ada"] = Ada, ["bob"] = Bob };
        See("ada", "Ada", both, both);
        See("bob", "Bob", both);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Disagrees }));
    }

    [Test]
    public void Check_GoneWhileConnected_IsFound()
    {
        _history.Client("bob");
        _history.Client("ada").HearGone("bob");

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Gone }));
    }

    [Test]
    public void Check_GoneWithinTheWindow_IsFound()
    {
        _history.Client("bob").Lose();
        var ada = _history.Client("ada");
        _history.Wait(TimeSpan.FromSeconds(50));
        ada.HearGone("bob");

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Gone }));
    }

    [Test]
    public void Check_GoneAfterTheWindow_IsRight()
    {
        _history.Client("bob").Lose();
        var ada = _history.Client("ada");
        _history.Wait(TimeSpan.FromSeconds(61));
        ada.HearGone("bob");

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_GoneAfterLeaving_IsRight()
    {
        _history.Client("bob").Lose(left: true);
        _history.Client("ada").HearGone("bob");

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_GoneAndBackBeforeItIsTold_IsRight()
    {
        var ada = _history.Client("ada");
        _history.Client("bob").Lose(left: true).Connect(recovered: false);
        ada.HearGone("bob");

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_GoneBeforeComingBackAsANewSession_IsRight()
    {
        var bob = _history.Client("bob").Lose();
        var ada = _history.Client("ada");
        _history.Wait(TimeSpan.FromSeconds(10));
        // Perhaps bob's first attempt, whose answer was lost, ended the session.
        ada.HearGone("bob");
        bob.Connect(recovered: false);

        Assert.That(_history.Rules(), Has.None.EqualTo(Gone));
    }

    [Test]
    public void Check_GoneBeforeComingBackToTheSession_IsFound()
    {
        var bob = _history.Client("bob").Lose();
        var ada = _history.Client("ada");
        _history.Wait(TimeSpan.FromSeconds(10));
        ada.HearGone("bob");
        bob.Connect(recovered: true);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Gone }));
    }

    private void See(string person, string name, Dictionary<string, PersonPicture> everywhere, Dictionary<string, PersonPicture>? room = null)
    {
        var rooms = new Dictionary<string, IReadOnlyDictionary<string, PersonPicture>>();
        if (room is not null)
        {
            rooms.Add("cats", room);
        }
        _history.History.Presence.Add(new PresenceView(_history.History.Presence.Count, person, name, IsConnected: true, everywhere, rooms));
    }
}
