using Chaos.Record;
using Chaos.Tests.Support;

namespace Chaos.Tests;

/// <summary>What the checker finds about searches.</summary>
public sealed class SearchRuleTests
{
    private const string Stored = "what is found is stored";
    private const string Exactly = "what is stored is found";

    private HistoryBuilder _history = null!;
    private ClientBuilder _ada = null!;
    private ClientBuilder _bob = null!;

    [SetUp]
    public void Begin()
    {
        _history = new HistoryBuilder();
        (_ada, _bob) = (_history.Client("ada").Enter(), _history.Client("bob"));
    }

    [Test]
    public void Check_EverythingIsFoundByItsTextNow_FindsNothing()
    {
        var (chat, room, secret) = (ToAll(_history.Chat()), ToAda(_history.ToRoom()), ToBoth(_history.Private("ada", "bob")));
        var edit = ToBoth(_history.Edit(secret));
        ToAda(_history.Edit(room, deletes: true));
        _ada.FindAtTheEnd(chat, chat).FindAtTheEnd(room).FindAtTheEnd(secret).FindAtTheEnd(edit, edit);
        _bob.FindAtTheEnd(room).FindAtTheEnd(edit, edit);

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_ThoseThatBeginAlike_AreFoundToo()
    {
        var all = Enumerable.Range(0, 31).Select(_ => ToAll(_history.Chat())).ToArray();
        _ada.FindAtTheEnd(all[3], all[3], all[30]);
        _ada.FindAtTheEnd(all[1], all[1], all[10], all[11], all[12], all[13], all[14], all[15], all[16], all[17], all[18], all[19]);

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_AMessageIsNotFound_IsFound()
    {
        _ada.FindAtTheEnd(ToAll(_history.Chat()));

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Exactly }));
    }

    [Test]
    public void Check_AMessageIsNotFoundYet_IsRightMeanwhile()
    {
        _ada.Find(ToAll(_history.Chat()));

        Assert.That(_history.Rules(), Is.Empty);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Check_AMessageIsFoundByItsFormerText_IsFound(bool isDeleted)
    {
        var message = ToAll(_history.Chat());
        ToAll(_history.Edit(message, isDeleted));
        _ada.FindAtTheEnd(message, message);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Exactly }));
    }

    [Test]
    public void Check_AMessageOfARoomThatItIsNotIn_IsFound()
    {
        var message = ToAda(_history.ToRoom());
        _bob.FindAtTheEnd(message, message);

        Assert.That(_history.Rules(), Is.SupersetOf(new[] { Exactly, "room messages only in the room" }));
    }

    [Test]
    public void Check_APrivateMessageOfOthers_IsFound()
    {
        var message = ToBoth(_history.Private("ada", "bob"));
        _history.Client("eve").Find(message, message);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { "private messages only to their two persons" }));
    }

    [Test]
    public void Check_AMessageIsFoundUnderTheIdOfAnother_IsFound()
    {
        var (one, two) = (ToAll(_history.Chat()), ToAll(_history.Chat()));
        _ada.Record.Findings.Add(new Finding(one.Text, Before: null, [new ReadMessage(one.Index, two.Id, Of: 0)], Next: null, _history.Tick()));

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Stored }));
    }

    [Test]
    public void Check_AnotherTextIsFound_IsFound()
    {
        var (one, two) = (ToAll(_history.Chat()), ToAll(_history.Chat()));
        _ada.Find(one, two);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Stored }));
    }

    [Test]
    public void Check_ThereIsSaidToBeMore_IsFound()
    {
        var message = ToAll(_history.Chat());
        _ada.Record.Findings.Add(new Finding(message.Text, Before: null, [new ReadMessage(message.Index, message.Id, Of: 0)], Next: 1, _history.Tick()));

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Stored }));
    }

    private Message ToAll(Message message) => ToBoth(message);

    private Message ToBoth(Message message)
    {
        _bob.Get(message);
        return ToAda(message);
    }

    private Message ToAda(Message message)
    {
        _ada.Get(message);
        return message;
    }
}
