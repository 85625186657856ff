using Chaos.Record;
using Chaos.Tests.Support;

namespace Chaos.Tests;

/// <summary>What the checker finds about the past that clients ask for.</summary>
public sealed class PastRuleTests
{
    private const string Rule = "the past is as it is stored";

    private HistoryBuilder _history = null!;
    private ClientBuilder _reader = null!;
    private Message[] _all = null!;

    // More than a page, in a room where nobody is.
    [SetUp]
    public void Begin()
    {
        _history = new HistoryBuilder();
        _reader = _history.Client("ada");
        _all = [.. Enumerable.Range(0, 100).Select(_ => _history.ToRoom())];
    }

    [Test]
    public void Check_PagesAreWhatIsStored_FindsNothing()
    {
        var edit = _history.Edit(_all[60]);
        Read(PageRead.Newest, isAround: false, [.. _all[51..], edit]);
        Read(52, isAround: false, _all[1..51]);
        Read(70, isAround: false, [.. _all[19..69], edit]);
        Read(50, isAround: true, [.. _all[25..75], edit]);
        Read(3, isAround: true, _all[..28]);

        Assert.That(_history.Rules(), Is.Empty);
    }

    [Test]
    public void Check_WhatIsStoredWhileItIsAsked_MayBeMissing()
    {
        Read(PageRead.Newest, isAround: false, _all[50..]);
        Read(90, isAround: true, _all[65..]);
        _history.Edit(_all[80]);

        Assert.That(_history.Rules(), Is.Empty);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Check_OneInTheMidstIsMissing_IsFound(bool isAround)
    {
        Read(80, isAround, isAround ? [.. _all[55..70], .. _all[71..]] : [.. _all[28..40], .. _all[41..79]]);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Rule }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Check_TheLastIsMissing_IsFound(bool isAround)
    {
        Read(80, isAround, isAround ? _all[55..99] : _all[28..78]);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Rule }));
    }

    [Test]
    public void Check_TheAskedOneIsNotInTheMiddle_IsFound()
    {
        Read(50, isAround: true, _all[20..70]);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Rule }));
    }

    [Test]
    public void Check_ThePageIsShort_IsFound()
    {
        Read(80, isAround: false, _all[40..79]);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Rule }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Check_AnEditIsNotBehindThePage_IsFound(bool isAround)
    {
        _history.Edit(_all[45]);
        Read(50, isAround, isAround ? _all[25..75] : _all[..49]);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Rule }));
    }

    [Test]
    public void Check_AFormerEditIsBehindThePage_IsFound()
    {
        var former = _history.Edit(_all[45]);
        _history.Edit(_all[45], deletes: true);
        Read(50, isAround: false, [.. _all[..49], former]);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Rule }));
    }

    [Test]
    public void Check_AnEditOfAnotherMessageIsBehindThePage_IsFound()
    {
        Read(50, isAround: false, [.. _all[..49], _history.Edit(_all[70])]);

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Rule }));
    }

    [Test]
    public void Check_TheMessageOfAnotherPlace_IsFound()
    {
        Read(PageRead.Newest, isAround: false, [_history.ToRoom("birds")], room: "dogs");

        Assert.That(_history.Rules(), Is.EqualTo(new[] { Rule }));
    }

    private void Read(long asked, bool isAround, Message[] messages, string room = "cats") =>
        _reader.Read(room, asked, isAround, messages);
}
