using System.Diagnostics;
using NUnit.Framework;

namespace Sequencer.Tests;

/// <summary>What is found in searchable histories, in a file and in memory.</summary>
[TestFixture(true)]
[TestFixture(false)]
public sealed class HistorySearchTests(bool inMemory) : HistoryFixture(inMemory)
{
    private static readonly HistoryRoom Dogs = new("", "dogs");
    private static readonly HistoryRoom News = new("news", "cats");

    [SetUp]
    public void MakeSearchable() => Keep(new HistoryPolicy("") { IsSearchable = true });

    [TestCase("hello", 1, 2, 5, 6)]
    [TestCase("HELLO world", 1, 5)]
    [TestCase("world hello", 1, 5)]
    [TestCase("hel wor", 1, 5)]
    [TestCase("ello")]
    [TestCase("hello nothing")]
    [TestCase("cafe", 3)]
    [TestCase("CAFÉ", 3)]
    [TestCase("cafe\u0301", 3)]
    [TestCase("uber", 3)]
    [TestCase("strasse")]
    [TestCase("stra\u00dfe", 3)]
    [TestCase("don't", 4)]
    [TestCase("don", 4)]
    [TestCase("don\"t", 4)]
    [TestCase("\"don't\"*", 4)]
    [TestCase("hello -world", 1, 5)]
    [TestCase("hello NOT world")]
    [TestCase("hello AND world")]
    [TestCase("NEAR(hello world)", 5)]
    [TestCase("near", 5)]
    [TestCase("text:hello", 6)]
    [TestCase("^hello + world", 1, 5)]
    [TestCase("{hello} (world)", 1, 5)]
    [TestCase("\"")]
    [TestCase("* ^ - + : ( ) { } \" ' \\ % _ ;")]
    [TestCase("")]
    [TestCase("\u0301")]
    [TestCase("42", 6)]
    [TestCase("\u041f\u0420\u0418\u0412\u0415\u0422", 7)]
    [TestCase("\U0001E900", 8)]
    [TestCase("\U0001E922")]
    [TestCase("\u0915\u094d\u0937", 9)]
    public void Search_FindsTheWordsOfATextAsTheBeginningsOfWords(string text, params int[] expected)
    {
        Append(Cats, "Hello, World!");
        Append(Cats, "hello-there");
        Append(Cats, "Caf\u00e9 \u00dcber Stra\u00dfe");
        Append(Cats, "Don't");
        Append(Cats, "Near hello (world)");
        Append(Cats, "text: hello 42");
        Append(Cats, "\u043f\u0440\u0438\u0432\u0435\u0442");
        Append(Cats, "\U0001E900\U0001E901");
        Append(Cats, "\u0915\u094d\u0937\u093f");
        Tidy();

        Assert.That(Search(Cats, text), Is.EqualTo(expected));
    }

    [Test]
    public void Search_OfMoreThanMayBeAsked_LooksForTheFirstTenWords()
    {
        Append(Cats, "one two three four five six seven eight nine ten");
        Append(Cats, "one two three four five six seven eight nine");
        Tidy();

        Assert.That(Search(Cats, "one two three four five six seven eight nine ten eleven twelve"), Is.EqualTo(new[] { 1 }));
        Assert.That(Search(Cats, "one" + new string(' ', 300) + "nothing"), Is.EqualTo(new[] { 1, 2 }), "200 characters");
        Assert.That(Search(Cats, new string('"', 1_000_000)), Is.Empty);
    }

    [Test]
    public void Search_OfARoom_FindsNothingOfOthers()
    {
        Keep(new HistoryPolicy("news") { IsSearchable = true });
        Append(Cats, "same");
        Append(Dogs, "same");
        Append(News, "same");
        Append(HistoryRoom.Main, "same");
        Append(new HistoryRoom("c", "ats"), "same");
        Tidy();

        Assert.That(Search(Cats, "same"), Is.EqualTo(new[] { 1 }));
        Assert.That(Search(Dogs, "s"), Is.EqualTo(new[] { 2 }));
        Assert.That(Search(News, "same"), Is.EqualTo(new[] { 3 }));
        Assert.That(Search(HistoryRoom.Main, "same"), Is.EqualTo(new[] { 4 }));
        Assert.That(Search(new HistoryRoom("c", "ats"), "same"), Is.Empty, "not searchable");
        Assert.That(Search(new HistoryRoom("", "none"), "same"), Is.Empty);
    }

    [Test]
    public void Search_GivesTheNewestBetweenTwoIds()
    {
        for (var i = 0; i < 10; i++)
        {
            Append(Cats, "same");
        }
        Tidy();

        Assert.That(Ids(Reader.Search(Cats, "same", 0, long.MaxValue, 3, 9_000)), Is.EqualTo(new[] { 8, 9, 10 }));
        Assert.That(Ids(Reader.Search(Cats, "same", 0, 8, 3, 9_000)), Is.EqualTo(new[] { 5, 6, 7 }));
        Assert.That(Ids(Reader.Search(Cats, "same", 5, 8, 3, 9_000)), Is.EqualTo(new[] { 6, 7 }));
        Assert.That(Ids(Reader.Search(Cats, "same", 0, 8, 9, 9)), Is.EqualTo(new[] { 6, 7 }), "of so many bytes");
    }

    [Test]
    public void Search_AfterACorrection_FindsOnlyWhatCounts()
    {
        Append(Cats, "first");
        Append(Cats, "other first");
        Tidy();
        Append(Cats, "second", replaces: 1);
        Tidy();
        Assert.That((Search(Cats, "first"), Search(Cats, "second")), Is.EqualTo((new[] { 2L }, new[] { 3L })));
        Assert.That(Reader.Search(Cats, "second", 0, 99, 9, 9_000).Single().Replaces, Is.EqualTo(1));

        Append(Cats, "third", replaces: 1);
        Append(Cats, "fourth", replaces: 1);
        Tidy();
        Assert.That((Search(Cats, "second"), Search(Cats, "third"), Search(Cats, "fourth")), Is.EqualTo((Array.Empty<long>(), Array.Empty<long>(), new[] { 5L })));

        Append(Cats, "null", replaces: 1, isJson: true);
        Tidy();
        Assert.That((Search(Cats, "fourth"), Search(Cats, "null"), Search(Cats, "first")), Is.EqualTo((Array.Empty<long>(), Array.Empty<long>(), new[] { 2L })));
        Assert.That(Reader.ReadPage(Cats, 0, 99, 99, 9_000), Has.Count.EqualTo(6), "all is stored as it was");
    }

    [Test]
    public void Search_AfterACorrectionOfAnotherRoomOrOfWhatIsLater_FindsWhatItFoundBefore()
    {
        Append(Cats, "mine");
        Append(Dogs, "yours", replaces: 1);
        Append(Cats, "itself", replaces: 3);
        Append(Cats, "later", replaces: 5);
        Append(Cats, "last");
        Tidy();

        Assert.That(Search(Cats, "mine"), Is.EqualTo(new[] { 1 }));
        Assert.That(Search(Cats, "itself"), Is.EqualTo(new[] { 3 }));
        Assert.That(Search(Cats, "last"), Is.EqualTo(new[] { 5 }));
    }

    [Test]
    public void Search_OfJson_FindsItsTexts()
    {
        Append(Cats, "{\"name\":\"value\",\"list\":[\"inner\",{\"deep\":\"b\\u00f6ttom\"}],\"number\":17}", isJson: true);
        Append(Cats, "\"a text\"", isJson: true);
        Append(Cats, "{broken", isJson: true);
        Tidy();

        Assert.That(Search(Cats, "value inner bottom"), Is.EqualTo(new[] { 1 }));
        Assert.That(Search(Cats, "text"), Is.EqualTo(new[] { 2 }));
        foreach (var none in (string[])["name", "17", "broken"])
        {
            Assert.That(Search(Cats, none), Is.Empty, none);
        }
    }

    [Test]
    public void Search_OfWhatWasStoredBeforeItWasSearchable_FindsIt()
    {
        for (var i = 0; i < 500; i++)
        {
            Append(i % 2 == 0 ? News : Dogs, $"number{i} same");
        }
        Tidy();
        Assert.That(Search(News, "same"), Is.Empty);

        Keep(new HistoryPolicy("news") { IsSearchable = true });
        Tidy();

        Assert.That(Search(News, "same", 1_000), Has.Length.EqualTo(250));
        Assert.That(Search(News, "number498"), Is.EqualTo(new[] { 499 }));
        Assert.That(Search(Dogs, "same", 1_000), Has.Length.EqualTo(250));
    }

    [Test]
    public void Search_AfterRowsWereRemoved_FindsThemNoMore()
    {
        Keep(new HistoryPolicy("") { IsSearchable = true, MaxEvents = 2 });
        for (var i = 0; i < 300; i++)
        {
            Append(Cats, "same");
        }
        Tidy();

        Assert.That(Search(Cats, "same"), Is.EqualTo(new[] { 299, 300 }));
    }

    [Test]
    public void Search_ForWhatIsInAllOfMany_TakesAsLongAsAPage()
    {
        const int Rows = 50_000;
        for (var i = 0; i < Rows; i += 1_000)
        {
            Log.Commit([.. Enumerable.Range(i, 1_000).Select(n => Submit(new DurableAppend($"key {n}", $"common number{n}") { Room = Cats }))]);
        }
        Tidy();
        Search(Cats, "common");

        var watch = Stopwatch.StartNew();
        var found = Search(Cats, "common nu", 50);

        Assert.That(found, Is.EqualTo(Enumerable.Range(Rows - 49, 50)));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(2)), "generous: it takes some ten milliseconds");
        TestContext.Out.WriteLine($"{watch.Elapsed.TotalMilliseconds:f1} ms");
    }

    private void Append(HistoryRoom room, string content, long? replaces = null, bool isJson = false) => Log.Commit(
        [Submit(new DurableAppend($"key {Sequence}", content) { Room = room, Replaces = replaces, IsJson = isJson })]);

    private long[] Search(HistoryRoom room, string text, int count = 10) => Ids(Reader.Search(room, text, 0, long.MaxValue, count, 1_000_000));
}
