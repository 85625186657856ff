using Chaos.Tests.Support;

namespace Chaos.Tests;

/// <summary>What the checker finds about edits and deletions.</summary>
public sealed class EditRuleTests
{
    private const string Names = "an edit names its message";

    private HistoryBuilder _history = null!;

    [SetUp]
    public void Begin() => _history = new HistoryBuilder();

    [Test]
    public void Check_EditsAreShownInTheirPlaces_FindsNothing()
    {
        var (ada, bob) = (_history.Client("ada").Enter(), _history.Client("bob"));
        var (chat, room, secret) = (_history.Chat(), _history.ToRoom(), _history.Private("ada", "bob"));
        var (chatEdit, roomEdit, deletion) = (_history.Edit(chat), _history.Edit(room), _history.Edit(secret, deletes: true));
        ada.Get(chat, room, secret, chatEdit, roomEdit, deletion);
        bob.Get(chat, secret, chatEdit).Lose().Connect(recovered: true).Get(deletion);

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_AnEditIsStoredInPlaceOfAnother_IsFound()
    {
        var message = _history.Chat();
        _history.Edit(message);
        _history.History.Stored[1] = _history.History.Stored[1] with { Replaces = 7 };

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Names }));
    }

    [Test]
    public void Check_ADeletionIsStoredInPlaceOfNothing_IsFound()
    {
        _history.Edit(_history.Chat(), deletes: true);
        _history.History.Stored[1] = _history.History.Stored[1] with { Replaces = null };

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Names }));
    }

    [Test]
    public void Check_AnEditIsShownAsOneOfAnother_IsFound()
    {
        var client = _history.Client();
        var message = _history.Chat();
        client.Get(message, _history.Edit(message));
        client.Record.Deliveries[1] = client.Record.Deliveries[1] with { Of = 7 };

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Names }));
    }

    [Test]
    public void Check_AMessageIsShownAsAnEdit_IsFound()
    {
        var client = _history.Client();
        client.Get(_history.Chat());
        client.Record.Deliveries[0] = client.Record.Deliveries[0] with { Of = 1 };

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Names }));
    }

    [Test]
    public void Check_AnAcknowledgedDeletionIsNotStored_IsFound()
    {
        _history.Edit(_history.Chat(), deletes: true, stored: false);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "stored once" }));
    }

    [Test]
    public void Check_ADeletionIsStoredTwice_IsFound()
    {
        _history.Store(_history.Edit(_history.Chat(), deletes: true));

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "stored once" }));
    }

    [Test]
    public void Check_ADeletionIsNotShown_IsFound()
    {
        var client = _history.Client();
        var message = _history.Chat();
        _history.Edit(message, deletes: true);
        client.Get(message);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "no chat message is missed" }));
    }

    [Test]
    public void Check_AThirdPersonSeesAnEditOfAPrivateMessage_IsFound()
    {
        var (ada, bob, eve) = (_history.Client("ada"), _history.Client("bob"), _history.Client("eve"));
        var message = _history.Private("ada", "bob");
        var edit = _history.Edit(message);
        ada.Get(message, edit);
        bob.Get(message, edit);
        eve.See(edit);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "private messages only to their two persons" }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Check_AnEditIsRefused_IsFoundOutsideOfRooms(bool isOfARoom)
    {
        var edit = _history.Edit(isOfARoom ? _history.ToRoom() : _history.Chat(), stored: false, acked: false);
        edit.Refusal = "no";

        Assert.That(_history.Rules(), isOfARoom ? Is.Empty : Is.EqualTo(new[] { "an edit of one's own is taken" }));
    }
}
