using Browser.Tests.Support;

namespace Browser.Tests;

/// <summary>More messages than a page gets when it connects.</summary>
public sealed class OlderMessagesTests : BrowserTest
{
    private const string Older = "#older";

    protected override ClusterSettings Settings { get; } = new()
    {
        Workers = 2,
        Environment = new Dictionary<string, string> { ["Chat__HistoryAtConnect"] = "20", ["Chat__RecoveryWindow"] = "0.5" },
    };

    [Test]
    public async Task Open_WithALongHistory_ShowsTheNewestAndTheRestWhenItIsAskedFor()
    {
        var speaker = await OpenAsync(1);
        await SayAsync(speaker, 1, 90);
        var tab = await OpenAsync(0);
        await tab.Page.WaitForCountAsync(ChatPage.Delivered, 20);
        await OlderAsync(tab, "Show older messages");

        await tab.Page.ClickAsync(Older);
        await tab.Page.WaitForCountAsync(ChatPage.Delivered, 70);
        await OlderAsync(tab, "Show older messages");
        await SayAsync(speaker, 91, 92);
        await tab.Page.ClickAsync(Older);

        await tab.Page.WaitForCountAsync(ChatPage.Delivered, 92);
        await tab.Page.WaitForCountAsync($"{Older}:not([hidden])", 0);
        Assert.That(await tab.DeliveredAsync(), Is.EqualTo(Enumerable.Range(1, 92).Select(id => ($"{id}", $"text {id}"))));
        await tab.AssertConsoleIsEmptyAsync();
    }

    [Test]
    public async Task Return_FarBehind_ShowsTheNewestAndTheRestWhenItIsAskedFor()
    {
        var speaker = await OpenAsync(1);
        var tab = await OpenAsync(0);
        await tab.SayAsync("text 1");
        await tab.WaitDeliveredAsync(1);
        await tab.Page.SetOfflineAsync(true);
        await tab.WaitOfflineAsync();
        await tab.SayAsync("mine");
        await SayAsync(speaker, 2, 40);
        await tab.Page.SetOfflineAsync(false);
        await tab.WaitConnectedAsync(0, TimeSpan.FromSeconds(30));

        // The newest 20 of 40, and one's own that waited.
        await tab.WaitDeliveredAsync(21);
        await OlderAsync(tab, "Show older messages");
        await tab.Page.ClickAsync(Older);

        await tab.WaitDeliveredAsync(41);
        string[] expected = [.. Enumerable.Range(1, 40).Select(number => $"text {number}"), "mine"];
        Assert.That(await tab.DeliveredAsync(), Is.EqualTo(expected.Select((text, index) => ($"{index + 1}", text))));
        await tab.Page.WaitForCountAsync("#messages li[data-own]", 2);
        await tab.AssertNoFaultAsync();
    }

    private static async Task SayAsync(ChatPage tab, int first, int last)
    {
        for (var i = first; i <= last; i++)
        {
            await tab.SayAsync($"text {i}");
        }
        await tab.Page.WaitForCountAsync($"{ChatPage.Delivered}[data-id=\"{last}\"]", 1, TimeSpan.FromSeconds(30));
        await tab.Page.WaitForCountAsync(ChatPage.Outgoing, 0);
    }

    private static Task OlderAsync(ChatPage tab, string expected) => Eventually.TrueAsync(
        async () => await tab.Page.TextAsync(Older) == expected, expected);
}
