using Browser.Tests.Support;

namespace Browser.Tests;

/// <summary>More persons than a page is told at once.</summary>
public sealed class PresenceCrowdTests : BrowserTest
{
    private const string More = "#people-more";

    [Test]
    public async Task Crowd_IsCountedAndShownPageByPage()
    {
        using var crowd = await Crowd.JoinAsync(Cluster.Port + 1, 250);
        var tab = await OpenAsync(0);
        await CountsAsync(tab, "251 online");
        await tab.Page.ClickAsync("#people summary");
        await tab.PersonAsync();

        await tab.Page.WaitForCountAsync(ChatPage.Person, 100);
        Assert.That(await tab.Page.TextAsync(More), Is.EqualTo("Show more (151)"));
        await tab.Page.ClickAsync(More);
        await tab.Page.WaitForCountAsync(ChatPage.Person, 200);
        Assert.That(await tab.Page.TextAsync(More), Is.EqualTo("Show more (51)"));
        await tab.Page.ClickAsync(More);
        await tab.Page.WaitForCountAsync(ChatPage.Person, 251);
        await tab.Page.WaitForCountAsync($"{More}:not([hidden])", 0);

        crowd.Vanish();

        await CountsAsync(tab, "1 online, 250 away");
        // Too many changes to be told one by one: the list that is looked at is asked for again.
        await tab.Page.WaitForCountAsync($"{ChatPage.Person}[data-state=online]", 1);
        await tab.Page.WaitForCountAsync($"{ChatPage.Person}[data-state=away]", 99);
        await tab.AssertConsoleIsEmptyAsync();
    }

    private static Task CountsAsync(ChatPage tab, string expected) => Eventually.TrueAsync(
        async () => (await tab.Page.TextAsync("#people summary"))?.Trim() == expected, expected);
}
