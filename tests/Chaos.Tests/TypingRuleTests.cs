using Chaos.Tests.Support;

namespace Chaos.Tests;

/// <summary>What the checker finds about who is told that somebody types.</summary>
public sealed class TypingRuleTests
{
    private const string Rule = "who types is told to those there";

    private HistoryBuilder _history = null!;
    private ClientBuilder _ada = null!;
    private ClientBuilder _bob = null!;

    [SetUp]
    public void Begin()
    {
        _history = new HistoryBuilder();
        (_ada, _bob) = (_history.Client("ada").Enter(), _history.Client("bob").Enter());
    }

    [Test]
    public void Check_ThoseThereAreTold_FindsNothing()
    {
        _ada.Type().Type("cats").TypeTo("bob");
        _bob.HearTyping("ada").HearTyping("ada", "cats").HearTyping("ada", isPrivate: true);
        _history.Client().HearTyping("ada");

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_ToldInARoomThatItIsNotIn_IsFound()
    {
        _ada.Type("cats");
        _history.Client("eve").HearTyping("ada", "cats");

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Rule }));
    }

    [Test]
    public void Check_ToldInARoomAfterItLeft_IsFound()
    {
        _ada.Type("cats");
        _bob.Exit().HearTyping("ada", "cats");

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Rule }));
    }

    [Test]
    public void Check_WhoTypesWasNotInTheRoom_IsFound()
    {
        _history.Client("eve").Type("cats");
        _ada.HearTyping("eve", "cats");

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Rule }));
    }

    [Test]
    public void Check_TypedInPrivateWithAnother_IsFound()
    {
        _ada.TypeTo("bob");
        _history.Client("eve").HearTyping("ada", isPrivate: true);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Rule }));
    }

    [Test]
    public void Check_TypedInPrivateAndToldToAll_IsFound()
    {
        _ada.TypeTo("bob");
        _bob.HearTyping("ada");

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Rule }));
    }

    [Test]
    public void Check_ToldBeforeItWasTyped_IsFound()
    {
        _bob.HearTyping("ada");
        _ada.Type();

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Rule }));
    }

    [Test]
    public void Check_ToldOfItself_IsFound()
    {
        _ada.Type();
        _history.Client("ada").HearTyping("ada");

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Rule }));
    }
}
