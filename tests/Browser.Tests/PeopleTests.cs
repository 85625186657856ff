using Browser.Tests.Support;

namespace Browser.Tests;

/// <summary>What happened to the cluster while three persons were there.</summary>
public enum Trouble
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The worker of one of them was killed.</summary>
    WorkerKilled,

    /// <summary>Everything was killed, and started again.</summary>
    AllKilled,
}

/// <summary>
/// The six things that the Socket.IO tutorial ends with as homework: three persons on three workers, one of them with two tabs; also after
/// something was killed.
/// </summary>
[TestFixture(Trouble.None)]
[TestFixture(Trouble.WorkerKilled)]
[TestFixture(Trouble.AllKilled)]
public sealed class PeopleTests(Trouble trouble)
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(40);

    private readonly List<ChatPage> _pages = [];
    private ClusterProcess _cluster = null!;
    private ChatPage _ada = null!;
    private ChatPage _adaToo = null!;
    private ChatPage _bob = null!;
    private ChatPage _cem = null!;

    private IEnumerable<ChatPage> Everybody => [_ada, _adaToo, _bob, _cem];

    // The same persons for all tests: it takes a while until everybody is there.
    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        _cluster = await ClusterProcess.StartAsync(new ClusterSettings
        {
            Workers = 3,
            Environment = new Dictionary<string, string> { ["Chat__RecoveryWindow"] = "15" },
        });
        _ada = await OpenAsync(0, await SharedBrowser.Browser.OpenAsync(_cluster.Url(0), 1280, 800));
        await _ada.NameAsync("Ada");
        _adaToo = await OpenAsync(0, await SharedBrowser.Browser.OpenTabAsync(_ada.Page, _cluster.Url(0)));
        _bob = await OpenAsync(1, await SharedBrowser.Browser.OpenAsync(_cluster.Url(1), 1280, 800));
        await _bob.NameAsync("Bob");
        _cem = await OpenAsync(2, await SharedBrowser.Browser.OpenAsync(_cluster.Url(2), 1280, 800));
        await _cem.NameAsync("Cem");
        await KnowEachOtherAsync();
        await MakeTroubleAsync();
        await KnowEachOtherAsync();
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        foreach (var page in _pages)
        {
            await page.Page.CloseAsync();
        }
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    [TearDown]
    public async Task LookAsync()
    {
        foreach (var page in Everybody)
        {
            if (TestContext.CurrentContext.Result.Outcome.Status == NUnit.Framework.Interfaces.TestStatus.Failed)
            {
                await page.Page.ScreenshotAsync(Screenshots.PathOf($"failed-{TestContext.CurrentContext.Test.MethodName}-{trouble}-{page.Page.Name}.png"));
            }
            await page.AssertNoFaultAsync();
            await page.TurnToAsync("Everyone");
        }
    }

    [Test]
    public async Task ComingAndGoing_IsSaidOnceForEachPersonAndNotForTrouble()
    {
        await _cem.SayAsync("nobody came or left");
        foreach (var page in Everybody)
        {
            await page.WaitTextAsync("nobody came or left");
        }
        var before = new Dictionary<ChatPage, int>();
        foreach (var page in Everybody)
        {
            var lines = await page.ComingsAsync();
            Assert.That(lines, Has.None.EndsWith(" left"), page.Page.Name);
            Assert.That(lines.Where(line => line.EndsWith(" joined", StringComparison.Ordinal)), Is.Unique);
            before[page] = lines.Count;
        }

        var dora = await OpenAsync(1, await SharedBrowser.Browser.OpenAsync(_cluster.Url(1), 1280, 800));
        await dora.Page.ReloadAsync();
        await dora.WaitConnectedAsync(1);
        await dora.NameAsync("Dora");
        foreach (var page in Everybody)
        {
            await Eventually.TrueAsync(async () => (await page.ComingsAsync()).Count == before[page] + 2, $"two lines more on {page.Page.Name}");
            Assert.That((await page.ComingsAsync()).TakeLast(2), Is.All.Match("joined|is now called Dora"));
        }
        _pages.Remove(dora);
        await dora.Page.CloseAsync();

        foreach (var page in Everybody)
        {
            await Eventually.TrueAsync(async () => (await page.ComingsAsync())[^1] == "Dora left", $"the end on {page.Page.Name}", Long);
            Assert.That(await page.ComingsAsync(), Has.Count.EqualTo(before[page] + 3));
        }
    }

    [Test]
    public async Task Names_AreShownWithMessagesAndTheirChangeIsTold()
    {
        await _bob.SayAsync("I am Bob");
        await _cem.WaitTextAsync("I am Bob");
        await _bob.Page.ClickAsync("#own-name");
        await _bob.NameAsync("Robert");
        await _bob.SayAsync("I am Robert");

        foreach (var page in (ChatPage[])[_ada, _adaToo, _cem])
        {
            await page.WaitTextAsync("I am Robert");
            await Eventually.TrueAsync(async () => (await page.ComingsAsync()).Contains("Bob is now called Robert"), "the change of the name");
            Assert.That((await page.SaidAsync()).TakeLast(2), Is.EqualTo(new[] { "Bob: I am Bob", "Robert: I am Robert" }));
        }
        await _cem.Page.ClickAsync("#own-name");
        await _cem.Page.FillAsync("#name", "robert");
        await _cem.Page.PressAsync("#name", "Enter");
        await Eventually.TrueAsync(async () => (await _cem.Page.TextAsync("#name-error")).Contains("is taken by somebody who is here", StringComparison.Ordinal), "the sentence");
        await _cem.Page.ClickAsync("#name-cancel");
        await _bob.Page.ClickAsync("#own-name");
        await _bob.NameAsync("Bob");
        await KnowEachOtherAsync();
    }

    [Test]
    public async Task OwnMessages_AreThereAtOnceAndOnceInAllTabs()
    {
        foreach (var text in (string[])["one", "two", "three"])
        {
            await _ada.SayAsync(text);
        }

        string[] own = ["You: one", "You: two", "You: three"];
        foreach (var (page, expected) in ((ChatPage, string[])[])[(_ada, own), (_adaToo, own), (_cem, ["Ada: one", "Ada: two", "Ada: three"])])
        {
            await page.WaitTextAsync("three");
            await page.Page.WaitForCountAsync(ChatPage.Outgoing, 0);
            Assert.That((await page.SaidAsync()).TakeLast(3), Is.EqualTo(expected));
        }
    }

    [Test]
    public async Task Typing_IsShownToTheOthersUntilTheMessageComesOrNothingIsLeft()
    {
        await WriteOnAsync(_cem, "Ada and Bob are typing…");
        await WriteOnAsync(_ada, "Bob is typing…");
        await TypeAsync(_bob, "");
        await WritesAsync(_ada, "");

        await _ada.SayAsync("half a sentence");

        await _cem.WaitTextAsync("half a sentence");
        await WritesAsync(_cem, "");
        await WritesAsync(_adaToo, "");
    }

    [Test]
    public async Task WhoIsThere_IsShownByNameWithWhoIsAway()
    {
        var bob = await _bob.PersonAsync();
        await _bob.Page.SetOfflineAsync(true);

        foreach (var page in (ChatPage[])[_ada, _adaToo, _cem])
        {
            await page.WaitPersonAsync(bob, "away", Long);
        }
        await KnowEachOtherAsync();
        await _bob.Page.SetOfflineAsync(false);

        await _cem.WaitPersonAsync(bob, "online", Long);
    }

    [Test]
    public async Task PrivateMessages_ReachAllTabsOfBothAndNobodyElse()
    {
        var (ada, bob) = (await _ada.PersonAsync(), await _bob.PersonAsync());
        await _bob.WriteToAsync(ada, "Ada");
        await _bob.SayAsync("only for Ada");

        foreach (var page in (ChatPage[])[_ada, _adaToo])
        {
            await page.Page.WaitForCountAsync("#places .count:not([hidden])", 1);
            Assert.That(await page.Page.EvaluateAsync<string>("document.title"), Is.EqualTo("(1) Chat"));
            await page.TurnToAsync("Bob");
            await page.WaitTextAsync("only for Ada");
            await page.Page.WaitForCountAsync("#places .count:not([hidden])", 0);
        }
        await _ada.SayAsync("only for Bob");
        await _bob.WaitTextAsync("only for Bob");
        await _adaToo.WaitTextAsync("only for Bob");
        Assert.That(await _bob.SaidAsync(), Is.EqualTo(new[] { "You: only for Ada", "Ada: only for Bob" }));
        Assert.That(await _adaToo.SaidAsync(), Is.EqualTo(new[] { "Bob: only for Ada", "You: only for Bob" }));

        await _ada.Page.ReloadAsync();
        await _ada.WaitConnectedAsync(0);
        await Eventually.TrueAsync(async () => (await _ada.Page.TextsAsync("#places .label")).Contains("Bob"), "the conversation");
        await _ada.TurnToAsync("Bob");
        await _ada.WaitTextAsync("only for Bob");
        await _ada.TurnToAsync("Everyone");
        await _ada.SayAsync("for everybody");
        await _cem.WaitTextAsync("for everybody");
        Assert.That(await _cem.SaidAsync(), Has.None.Contains("only for"));
        Assert.That(await _cem.Page.TextsAsync("#places .label"), Does.Not.Contain("Bob").And.Not.Contain("Ada"));
        Assert.That(bob, Is.Not.EqualTo(ada));
    }

    [Test]
    public async Task Rooms_HaveMessagesAndUnreadCountsOfTheirOwn()
    {
        await _ada.EnterAsync("cats");
        await _ada.SayAsync("miaow");
        await _bob.EnterAsync("cats");
        await _bob.WaitTextAsync("miaow");
        await _bob.TurnToAsync("Everyone");
        await _ada.SayAsync("miaow?");
        await _bob.Page.WaitForCountAsync("#places .count:not([hidden])", 1);
        await _bob.TurnToAsync("# cats");
        await _bob.WaitTextAsync("miaow?");
        await _bob.Page.WaitForCountAsync("#places .count:not([hidden])", 0);

        await _bob.Page.ReloadAsync();
        await _bob.WaitConnectedAsync(1);
        await _bob.TurnToAsync("# cats");
        await _bob.WaitTextAsync("miaow?");
        Assert.That(await _bob.SaidAsync(), Is.EqualTo(new[] { "Ada: miaow", "Ada: miaow?" }));
        await _bob.Page.ClickAsync("#leave");
        await _bob.WaitPlaceAsync("Everyone");
        Assert.That(await _cem.SaidAsync(), Has.None.Contains("miaow"));
    }

    [Test]
    public async Task Rooms_EnteredInATab_AreInTheOthersOfThePersonToo()
    {
        await _ada.EnterAsync("whales");
        await _bob.EnterAsync("whales");
        await _bob.SayAsync("a whale");

        await Eventually.TrueAsync(async () => (await _adaToo.Page.TextsAsync("#places .label")).Contains("# whales"), "the room");
        await _adaToo.TurnToAsync("# whales");
        await _adaToo.WaitTextAsync("a whale");
        await _adaToo.TurnToAsync("Everyone");
        await _ada.Page.ClickAsync("#leave");

        await Eventually.TrueAsync(async () => !(await _adaToo.Page.TextsAsync("#places .label")).Contains("# whales"), "the end of the room");
    }

    [Test]
    public async Task Names_AnotherOneInARoom_IsSaidToItsMembers()
    {
        foreach (var page in (ChatPage[])[_ada, _bob])
        {
            await page.EnterAsync("birds");
        }
        await _bob.Page.ClickAsync("#own-name");
        await _bob.NameAsync("Robin");

        await Eventually.TrueAsync(async () => (await _ada.ComingsAsync()).Contains("Bob is now called Robin"), "the change of the name");

        await _bob.Page.ClickAsync("#own-name");
        await _bob.NameAsync("Bob");
        await Eventually.TrueAsync(async () => (await _ada.ComingsAsync()).Contains("Robin is now called Bob"), "the change back");
        await KnowEachOtherAsync();
    }

    [Test]
    public async Task Search_FindsAMessageAndShowsItAmongThoseAroundIt()
    {
        await _bob.SayAsync("the needle is here");
        for (var i = 0; i < 60; i++)
        {
            await _bob.SayAsync($"hay {i}");
        }
        await _cem.WaitTextAsync("hay 59");
        await _cem.SearchAsync("NEEDLE th", "the needle is here");
        Assert.That(await _cem.Page.TextsAsync("#found mark"), Is.EqualTo(new[] { "the", "needle" }));

        await _cem.Page.ClickAsync("#found button");
        await _cem.Page.WaitForCountAsync($"{ChatPage.Delivered}.found", 1);

        Assert.That(await _cem.Page.TextsAsync($"{ChatPage.Delivered}.found .text"), Is.EqualTo(new[] { "the needle is here" }));
        Assert.That(await _cem.SaidAsync(), Has.Some.EqualTo("Bob: hay 24").And.None.EqualTo("Bob: hay 59"));
        await _bob.SayAsync("the newest straw");
        await _cem.Page.ClickAsync("#newer");
        await _cem.WaitTextAsync("the newest straw");
        Assert.That((await _cem.SaidAsync())[^2], Is.EqualTo("Bob: hay 59"));
        await _cem.Page.PressAsync("#search-text", "Escape");
        await _cem.Page.WaitForCountAsync("#found[hidden]", 1);
    }

    [Test]
    public async Task Search_InAPrivateConversationThatIsNotOpen_ShowsWhatIsEditedMeanwhile()
    {
        var ada = await _ada.PersonAsync();
        await _bob.WriteToAsync(ada, "Ada");
        await _bob.SayAsync("a pearl for you");
        await _bob.WaitTextAsync("a pearl for you");
        await _ada.Page.ReloadAsync();
        await _ada.WaitConnectedAsync(0);
        await _ada.SearchAsync("pearl", "a pearl for you");
        await _ada.Page.ClickAsync("#found button");
        await _ada.WaitTextAsync("a pearl for you");
        await _ada.WaitPlaceAsync("Bob");

        await _bob.Page.ClickAsync($"{ChatPage.Delivered}[data-own]:last-of-type [data-action=edit]");
        await _bob.SayAsync("two pearls for you");

        await _ada.WaitTextAsync("two pearls for you");
        await _ada.Page.PressAsync("#search-text", "Escape");
        await _bob.TurnToAsync("Everyone");
        await _bob.TurnToAsync("Ada");
        await _bob.WaitTextAsync("two pearls for you");
    }

    [Test]
    public async Task Drafts_AreOfTheirPlaceAndSurviveAReload()
    {
        await _cem.EnterAsync("dogs");
        await _cem.Page.FillAsync("#text", "half a thought");
        await _cem.TurnToAsync("Everyone");
        Assert.That(await _cem.DraftAsync(), Is.Empty);
        await _cem.SayAsync("said meanwhile");
        await _cem.WaitTextAsync("said meanwhile");

        await _cem.Page.ReloadAsync();
        await _cem.WaitConnectedAsync(2);
        await _cem.TurnToAsync("# dogs");

        Assert.That(await _cem.DraftAsync(), Is.EqualTo("half a thought"));
        await _cem.Page.PressAsync("#text", "Enter");
        await _cem.WaitTextAsync("half a thought");
        Assert.That(await _cem.DraftAsync(), Is.Empty);
    }

    private async Task MakeTroubleAsync()
    {
        switch (trouble)
        {
            case Trouble.WorkerKilled:
                Signal.Kill.Send(await _cluster.WorkerPidAsync(1));
                await _bob.WaitRecoveredAsync(1, Long);
                break;
            case Trouble.AllKilled:
                int[] workers = [await _cluster.WorkerPidAsync(0), await _cluster.WorkerPidAsync(1), await _cluster.WorkerPidAsync(2)];
                await _cluster.KillPrimaryAsync();
                foreach (var worker in workers)
                {
                    Signal.Kill.Send(worker);
                }
                await _cem.WaitOfflineAsync();
                _cluster.Start();
                await _ada.WaitRecoveredAsync(0, Long);
                await _adaToo.WaitRecoveredAsync(0, Long);
                await _bob.WaitRecoveredAsync(1, Long);
                await _cem.WaitRecoveredAsync(2, Long);
                break;
            default:
                break;
        }
    }

    private async Task KnowEachOtherAsync()
    {
        string[] names = ["Ada", "Bob", "Cem"];
        foreach (var page in Everybody)
        {
            await Eventually.TrueAsync(
                async () => (await page.Page.TextsAsync($"{ChatPage.Person} > :nth-child(2)")).Order().SequenceEqual(names), $"the names on {page.Page.Name}", Long);
        }
    }

    private async Task<ChatPage> OpenAsync(int worker, BrowserPage page)
    {
        var chat = new ChatPage(page);
        _pages.Add(chat);
        await chat.WaitConnectedAsync(worker);
        return chat;
    }

    private static Task TypeAsync(ChatPage page, string text) => page.Page.FillAsync("#text", text);

    // As people do, key by key, until it is shown: what is told of it is no promise, and is believed for some seconds only.
    private async Task WriteOnAsync(ChatPage reader, string sentence)
    {
        var keys = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                keys++;
                await TypeAsync(_ada, $"half a {keys}");
                await TypeAsync(_bob, $"and {keys}");
                return await reader.Page.TextAsync("#typing") == sentence;
            },
            $"\"{sentence}\" on {reader.Page.Name}");
    }

    private static Task WritesAsync(ChatPage page, string sentence) =>
        Eventually.TrueAsync(async () => await page.Page.TextAsync("#typing") == sentence, $"\"{sentence}\" on {page.Page.Name}");
}
