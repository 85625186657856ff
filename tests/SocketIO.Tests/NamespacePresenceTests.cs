using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocketIO.Handlers;
using SocketIO.Sequencing;

namespace SocketIO.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class NamespacePresenceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _told = [];
    private readonly SerialQueue _queue = new();
    private NamespacePresence _presence = null!;

    [SetUp]
    public void SetUp()
    {
        _told.Clear();
        _presence = new NamespacePresence(null!, _queue, _time, NullLogger.Instance);
        _presence.Begin();
        _presence.OnChange(change => _told.Add($"{change.Person} {change.Before}-{change.Now}"));
    }

    [Test]
    public async Task Set_SeveralSessionsOfOnePerson_ChangesWithTheBestOfThem()
    {
        _presence.Set(Session("a", "ann", away: false));
        _presence.Set(Session("b", "ann", away: false));
        _presence.Set(Session("a", "ann", away: true));
        _presence.Set(Session("b", "ann", away: true));
        _presence.Set(Session("c", "ann", away: false));
        _presence.Remove("a");
        _presence.Remove("b");
        _presence.Remove("c");
        _presence.Remove("c");

        Assert.That(await ToldAsync(), Is.EqualTo(new[] { "ann Gone-Online", "ann Online-Away", "ann Away-Online", "ann Online-Gone" }));
        Assert.That(_presence.Persons, Is.Empty);
    }

    [Test]
    public async Task Set_SessionWithoutAPerson_StandsForItself()
    {
        _presence.Set(Session("a", "", away: false));

        Assert.That(await ToldAsync(), Is.EqualTo(new[] { "a Gone-Online" }));
        Assert.That(_presence.Persons.Single().Sessions, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task Start_WhatIsThereAlready_IsNoChange()
    {
        _presence.Start([Session("a", "ann", away: true)]);
        _presence.Set(Session("a", "ann", away: false));

        Assert.That(await ToldAsync(), Is.EqualTo(new[] { "ann Away-Online" }));
    }

    [Test]
    public async Task Read_BetweenChanges_GivesExactlyThoseBefore()
    {
        using var begun = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        // Holds the handlers back, so that both changes have been made before any of them runs.
        Run(() =>
        {
            begun.Set();
            release.Wait(TimeSpan.FromSeconds(20));
        });
        Assert.That(begun.Wait(TimeSpan.FromSeconds(20)), Is.True);
        _presence.Set(Session("a", "ann", away: false));
        _presence.Read(persons => _told.Add("list " + string.Join(", ", persons.Select(person => $"{person.Person} {person.State}"))));
        _presence.Set(Session("a", "ann", away: true));
        release.Set();

        Assert.That(await ToldAsync(), Is.EqualTo(new[] { "ann Gone-Online", "list ann Online", "ann Online-Away" }));
    }

    [Test]
    public async Task Read_HandlerThatFails_DoesNotStopTheOthers()
    {
        _presence.Read(_ => throw new InvalidOperationException("no"));
        _presence.Set(Session("a", "ann", away: false));

        Assert.That(await ToldAsync(), Is.EqualTo(new[] { "ann Gone-Online" }));
    }

    [Test]
    public async Task OnChanges_GivesWhatIsDifferentAtTheEndOfThePauseEachPersonOnce()
    {
        var gathered = Gather();
        _presence.Set(Session("a", "ann", away: false));
        _presence.Set(Session("b", "bob", away: false));
        _presence.Set(Session("a", "ann", away: true));
        _presence.Set(Session("c", "cem", away: false));
        _presence.Remove("c");

        _time.Advance(TimeSpan.FromMilliseconds(99));
        await ToldAsync();
        Assert.That(gathered, Is.Empty);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await ToldAsync();
        Assert.That(gathered, Is.EqualTo(new[] { "ann Gone-Away, bob Gone-Online" }));

        _presence.Set(Session("a", "ann", away: false));
        _time.Advance(TimeSpan.FromSeconds(5));
        await ToldAsync();
        Assert.That(gathered, Is.EqualTo(new[] { "ann Gone-Away, bob Gone-Online", "ann Away-Online" }));
    }

    [Test]
    public async Task OnChanges_SaysHowManyThereAreBehindThem()
    {
        var counts = new List<PresenceCounts>();
        _presence.OnChanges(told => counts.Add(told.Counts));
        _presence.Set(Session("a", "ann", away: false));
        _presence.Set(Session("b", "bob", away: true));

        _time.Advance(TimeSpan.FromSeconds(1));
        // Told of before the handler has run, and not by these numbers.
        _presence.Set(Session("a", "ann", away: true));
        await ToldAsync();

        Assert.That(counts, Is.EqualTo(new[] { new PresenceCounts(Online: 1, Away: 1) }));
    }

    [TestCase(50, "", 100)]
    [TestCase(1_000, "", 1_000)]
    [TestCase(1_000, "one with many tabs", 1_000)]
    [TestCase(3_000, "", 2_000)]
    public async Task OnChanges_TheMoreSessionsTheLonger(int sessions, string person, int milliseconds)
    {
        _presence.Start(Enumerable.Range(0, sessions - 1).Select(number => Session($"{number}", person, away: false)));
        var gathered = Gather();

        _presence.Set(Session("a", "ann", away: false));

        _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        await ToldAsync();
        Assert.That(gathered, Is.Empty);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await ToldAsync();
        Assert.That(gathered, Is.EqualTo(new[] { "ann Gone-Online" }));
    }

    [Test]
    public async Task OnChanges_PersonReadInTheMiddle_IsToldThoughItIsAgainWhatItWas()
    {
        _presence.Start([Session("a", "ann", away: false)]);
        var gathered = Gather();
        _presence.Set(Session("a", "ann", away: true));
        _presence.ReadPage(null, 10, page => _told.Add($"page {page.Persons.Single().State}"));
        _presence.Set(Session("a", "ann", away: false));

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await ToldAsync(), Does.Contain("page Away"));
        Assert.That(gathered, Is.EqualTo(new[] { "ann Online-Online" }), "whoever read the page believes that she is away");
    }

    [Test]
    public async Task ReadPage_FromPageToPage_GivesEverybodyOnceThoseOnlineFirst()
    {
        string[] online = ["ann", "bob", "ä", "o"];
        string[] away = ["Zoe", "a", "cem"];
        _presence.Start(online.Concat(away).Select(person => Session($"of {person}", person, away: away.Contains(person))));
        var pages = new List<PresencePage>();
        string? after = null;
        do
        {
            _presence.ReadPage(after, 3, pages.Add);
            await ToldAsync();
            after = pages[^1].Next;
        }
        while (after is not null);

        Assert.That(
            pages.Select(page => string.Join(' ', page.Persons.Select(person => person.Person))),
            Is.EqualTo(new[] { "ann bob o", "ä Zoe a", "cem" }));
        Assert.That(pages, Is.All.Property(nameof(PresencePage.Counts)).EqualTo(new PresenceCounts(Online: 4, Away: 3)));
        Assert.That(pages[0].Persons, Is.All.Property(nameof(ListedPerson.Sessions)).EqualTo(1));
    }

    [Test]
    public async Task ReadPage_BehindSomebodyWhoHasLeft_GoesOnThere()
    {
        _presence.Start([Session("1", "ann", away: false), Session("2", "bob", away: false), Session("3", "cem", away: false)]);
        var pages = new List<PresencePage>();
        _presence.ReadPage(null, 2, pages.Add);
        await ToldAsync();
        _presence.Remove("2");
        _presence.Set(Session("1", "ann", away: true));

        _presence.ReadPage(pages[0].Next, 2, pages.Add);

        await ToldAsync();
        Assert.That(pages[1].Persons.Select(person => person.Person), Is.EqualTo(new[] { "cem", "ann" }));
        Assert.That(pages[1].Next, Is.Null);
    }

    [TestCase("", "ann")]
    [TestCase("zzz", "")]
    [TestCase("o", "ann")]
    [TestCase("a\ud800\uffff", "")]
    [TestCase("o\0", "ann")]
    public async Task ReadPage_BehindAnyText_GivesWhatIsThere(string after, string expected)
    {
        _presence.Start([Session("1", "ann", away: false)]);

        _presence.ReadPage(after, 10, page => _told.Add(string.Join(' ', page.Persons.Select(person => person.Person))));

        // A text that is no place counts as one of those online.
        Assert.That(await ToldAsync(), Is.EqualTo(new[] { expected }));
    }

    [Test]
    public async Task ReadPage_WithoutAnybody_IsTheLastOne()
    {
        _presence.ReadPage("oann", 1, page => _told.Add($"{page.Persons.Count} {page.Counts.Online + page.Counts.Away} {page.Next ?? "end"}"));

        Assert.That(await ToldAsync(), Is.EqualTo(new[] { "0 0 end" }));
    }

    [Test]
    public async Task Set_SessionOfAnotherPersonNow_LeavesTheFormer()
    {
        _presence.Set(Session("a", "ann", away: false));
        _presence.Set(Session("b", "ann", away: false));
        _presence.Set(Session("a", "bob", away: false));
        _presence.Remove("b");

        Assert.That(await ToldAsync(), Is.EqualTo(new[] { "ann Gone-Online", "bob Gone-Online", "ann Online-Gone" }));
        Assert.That(_presence.Counts, Is.EqualTo(new PresenceCounts(1, 0)));
    }

    private List<string> Gather()
    {
        var gathered = new List<string>();
        _presence.OnChanges(changes => gathered.Add(string.Join(", ", changes.Changes.Select(change => $"{change.Person} {change.Before}-{change.Now}").Order())));
        return gathered;
    }

    private void Run(Action work) => _queue.Add(
        () =>
        {
            work();
            return ValueTask.CompletedTask;
        },
        exception => Assert.Fail(exception.Message));

    private static PresentSession Session(string sid, string person, bool away) => new("/", sid, person, away);

    private async Task<IReadOnlyList<string>> ToldAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Run(done.SetResult);
        await done.Task.Within();
        return [.. _told];
    }
}
