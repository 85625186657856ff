using Browser.Tests.Support;

namespace Browser.Tests;

public sealed class ConversationTests : BrowserTest
{
    [Test]
    public async Task Send_FromATabOnEveryPort_ShowsAllMessagesInOneOrderEverywhere()
    {
        ChatPage[] tabs = [await OpenAsync(0), await OpenAsync(1), await OpenAsync(2)];
        const int Each = 5;

        await Task.WhenAll(tabs.Select(async (tab, number) =>
        {
            for (var i = 0; i < Each; i++)
            {
                await tab.SayAsync($"message {i} of tab {number}");
            }
        }));

        foreach (var tab in tabs)
        {
            await tab.WaitDeliveredAsync(tabs.Length * Each);
            await tab.AssertConsoleIsEmptyAsync();
        }
        var shown = await tabs[0].DeliveredAsync();
        Assert.That(shown.Select(message => message.Id), Is.EqualTo(Enumerable.Range(1, tabs.Length * Each).Select(id => $"{id}")));
        Assert.That(await tabs[1].DeliveredAsync(), Is.EqualTo(shown));
        Assert.That(await tabs[2].DeliveredAsync(), Is.EqualTo(shown));
        for (var number = 0; number < tabs.Length; number++)
        {
            var own = await tabs[number].Page.TextsAsync($"{ChatPage.Delivered}[data-own] .text");
            Assert.That(own, Is.EqualTo(Enumerable.Range(0, Each).Select(i => $"message {i} of tab {number}")));
        }
    }

    [Test]
    public async Task Open_AnyPort_TellsWhichWorkerItTalksTo()
    {
        var tab = await OpenAsync(2);

        Assert.That(await tab.Page.TextAsync("#status-port"), Is.EqualTo($"{Cluster.Port + 2}"));
        Assert.That(await tab.Page.TextAsync("#status-pid"), Is.EqualTo($"{await Cluster.WorkerPidAsync(2)}"));
        await tab.Page.WaitForAsync("#status[data-transport=websocket]");
        Assert.That(
            await tab.Page.TextsAsync("#peers a"),
            Is.EqualTo(Enumerable.Range(Cluster.Port, 3).Select(port => $"{port}")));
        await tab.AssertConsoleIsEmptyAsync();
    }

    [TestCase("<img src=x onerror=\"window.harmed=1\">")]
    [TestCase("<script>window.harmed=1</script>")]
    [TestCase("<b>bold</b> &amp; <svg onload=window.harmed=1>")]
    [TestCase("javascript:window.harmed=1")]
    public async Task Send_TextThatIsHtml_ShowsItLiterally(string text)
    {
        var sender = await OpenAsync(0);
        var reader = await OpenAsync(1);

        await sender.SayAsync(text);

        foreach (var tab in new[] { sender, reader })
        {
            await tab.WaitDeliveredAsync(1);
            Assert.That(await tab.DeliveredAsync(), Is.EqualTo(new[] { ("1", text) }));
            Assert.That(await tab.Page.EvaluateAsync<int>("document.querySelectorAll('.text *').length"), Is.Zero);
            Assert.That(await tab.Page.EvaluateAsync<bool>("'harmed' in window"), Is.False);
            await tab.AssertConsoleIsEmptyAsync();
        }
    }

    [Test]
    public async Task Send_WithTheKeyboardOnly_Works()
    {
        var tab = await OpenAsync(0);
        // Whatever has the focus: the field, without a click.
        await TypeAsync(tab, "h", "i", "Shift+Enter", "!", "Enter");
        await tab.WaitDeliveredAsync(1);

        await TypeAsync(tab, "y", "o", "Tab");
        Assert.That(await tab.Page.EvaluateAsync<string>("document.activeElement.id"), Is.EqualTo("send"));
        await TypeAsync(tab, "Space");
        await tab.WaitDeliveredAsync(2);

        Assert.That(await tab.DeliveredAsync(), Is.EqualTo(new[] { ("1", "hi\n!"), ("2", "yo") }));
        Assert.That(await tab.Page.EvaluateAsync<string>("document.activeElement.id"), Is.EqualTo("text"), "the focus is back in the field");
    }

    [Test]
    public async Task Reload_ShowsTheHistoryOnceAndOnesOwnAsOnesOwn()
    {
        var tab = await OpenAsync(0);
        var other = await OpenAsync(1);
        await tab.SayAsync("mine");
        await tab.WaitDeliveredAsync(1);
        await other.SayAsync("another's");
        await tab.WaitDeliveredAsync(2);
        var before = await tab.DeliveredAsync();

        await tab.Page.ReloadAsync();
        await tab.WaitConnectedAsync(0);
        await tab.WaitDeliveredAsync(2);

        Assert.That(await tab.DeliveredAsync(), Is.EqualTo(before));
        Assert.That(await tab.Page.TextsAsync($"{ChatPage.Delivered}[data-own] .text"), Is.EqualTo(new[] { "mine" }));
        await tab.AssertConsoleIsEmptyAsync();
    }

    private static async Task TypeAsync(ChatPage tab, params string[] keys)
    {
        foreach (var key in keys)
        {
            await tab.Page.PressAsync(":focus", key);
        }
    }
}
