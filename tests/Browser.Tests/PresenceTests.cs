using Browser.Tests.Support;

namespace Browser.Tests;

public sealed class PresenceTests : BrowserTest
{
    [Test]
    public async Task Open_OnTwoPorts_ShowsBothToEachOther()
    {
        var first = await OpenAsync(0);
        var second = await OpenAsync(1);
        var (one, two) = (await first.PersonAsync(), await second.PersonAsync());
        Assert.That(two, Is.Not.EqualTo(one));

        foreach (var tab in new[] { first, second })
        {
            await tab.WaitPersonAsync(one, "online");
            await tab.WaitPersonAsync(two, "online");
            await tab.Page.WaitForCountAsync(ChatPage.Person, 2);
            Assert.That(await tab.Page.TextAsync("#people summary"), Does.Match(@"^\s*2 online\s*$"));
            Assert.That(await tab.Page.TextsAsync($"{ChatPage.Person}[data-you] small"), Is.EqualTo(new[] { "you" }));
            Assert.That(await tab.Page.TextsAsync($"{ChatPage.Person} > :nth-child(2)"), Is.All.Match("^[A-Z][a-z]+ [A-Z][a-z]+ [0-9]{2}$"));
            await tab.AssertConsoleIsEmptyAsync();
        }
    }

    [Test]
    public async Task Close_OfOneTabOfTwo_LeavesThePersonOnline()
    {
        var watcher = await OpenAsync(1);
        var tab = await OpenAsync(0);
        var person = await tab.PersonAsync();
        var twin = await OpenTabAsync(tab, 0);
        Assert.That(await twin.PersonAsync(), Is.EqualTo(person), "two tabs of one browser are two persons");
        var noted = await NoteStatesAsync(watcher, person);

        await CloseAsync(twin);
        // Something that comes after the tab's end, so that its end would show by now.
        var last = await OpenAsync(2);
        await watcher.WaitPersonAsync(await last.PersonAsync(), "online");

        await watcher.Page.WaitForCountAsync(ChatPage.Person, 3);
        await watcher.WaitPersonAsync(person, "online");
        Assert.That(await noted(), Is.Empty);
    }

    [Test]
    public async Task Reload_ShowsOnePersonAndNotTwo()
    {
        var watcher = await OpenAsync(1);
        var tab = await OpenAsync(0);
        var person = await tab.PersonAsync();
        await watcher.WaitPersonAsync(person, "online");

        await tab.Page.ReloadAsync();
        await tab.WaitConnectedAsync(0);

        Assert.That(await tab.PersonAsync(), Is.EqualTo(person));
        foreach (var page in new[] { watcher, tab })
        {
            await page.WaitPersonAsync(person, "online");
            // The former session is in its window for two minutes, and no other person.
            await page.Page.WaitForCountAsync(ChatPage.Person, 2);
            await page.AssertConsoleIsEmptyAsync();
        }
        Assert.That(await tab.Page.TextAsync("#status-session"), Is.EqualTo("new"));
    }

    [Test]
    public async Task Kill_OfTheWorker_ShowsItsTabAwayAtOnceAndOnlineWhenItIsBack()
    {
        var watcher = await OpenAsync(1);
        var tab = await OpenAsync(0);
        var person = await tab.PersonAsync();
        await watcher.WaitPersonAsync(person, "online");

        await Cluster.SignalWorkerAsync(0, Signal.Kill);
        // Only so that it does not come back too soon to be seen away: nobody hears of this.
        await tab.Page.SetOfflineAsync(true);
        await watcher.WaitPersonAsync(person, "away", TimeSpan.FromSeconds(5));
        Assert.That(
            await watcher.Page.TextsAsync($"{ChatPage.Person}[data-person=\"{person}\"] small"), Is.EqualTo(new[] { "away" }));
        Assert.That(await watcher.Page.TextAsync("#people summary"), Does.Match(@"^\s*1 online, 1 away\s*$"));
        await tab.Page.SetOfflineAsync(false);

        await tab.WaitRecoveredAsync(0, TimeSpan.FromSeconds(30));
        await watcher.WaitPersonAsync(person, "online");
        await tab.WaitPersonAsync(person, "online");
        await tab.WaitPersonAsync(await watcher.PersonAsync(), "online");
        await watcher.AssertConsoleIsEmptyAsync();
        await tab.AssertNoFaultAsync();
    }

    [Test]
    public async Task Kill_OfTheWorker_ItsTabIsRecoveredAndShowsWhatItMissedOnce()
    {
        var other = await OpenAsync(1);
        var tab = await OpenAsync(0);
        await tab.SayAsync("before");
        await tab.WaitDeliveredAsync(1);
        await other.WaitDeliveredAsync(1);

        await Cluster.SignalWorkerAsync(0, Signal.Kill);
        await tab.Page.SetOfflineAsync(true);
        await tab.WaitOfflineAsync();
        await other.SayAsync("missed 1");
        await other.SayAsync("missed 2");
        await other.WaitDeliveredAsync(3);
        await tab.Page.SetOfflineAsync(false);

        await tab.WaitRecoveredAsync(0, TimeSpan.FromSeconds(30));
        await tab.WaitDeliveredAsync(3);
        await tab.SayAsync("after");
        await tab.WaitDeliveredAsync(4);
        await other.WaitDeliveredAsync(4);
        (string, string)[] expected = [("1", "before"), ("2", "missed 1"), ("3", "missed 2"), ("4", "after")];
        Assert.That(await tab.DeliveredAsync(), Is.EqualTo(expected));
        Assert.That(await other.DeliveredAsync(), Is.EqualTo(expected));
        await tab.AssertNoFaultAsync();
    }

    /// <summary>From now on notes every state of a person that a page shows other than online.</summary>
    private static async Task<Func<Task<IReadOnlyList<string>>>> NoteStatesAsync(ChatPage page, string person)
    {
        await page.WaitPersonAsync(person, "online");
        await page.Page.EvaluateAsync<bool>($$"""
            (() => {
              window.noted = [];
              new MutationObserver(() => {
                const state = document.querySelector('#people-list [data-person="{{person}}"]')?.dataset.state ?? "gone";
                if (state !== "online") {
                  noted.push(state);
                }
              }).observe(document.getElementById("people-list"), { childList: true });
              return true;
            })()
            """);
        return async () => (await page.Page.EvaluateAsync<IReadOnlyList<string>>("window.noted"))!;
    }
}
