using Browser.Tests.Support;

namespace Browser.Tests;

public sealed class LayoutTests : BrowserTest
{
    [TestCase(360, 740, true)]
    [TestCase(1280, 800, false)]
    public async Task Show_TwoTabsOnTwoPorts_FitsAndIsPictured(int width, int height, bool touch)
    {
        ChatPage[] tabs = [await OpenAsync(0, width, height, touch), await OpenAsync(1, width, height, touch)];
        string[] texts =
        [
            "Hello from the first port", "Hello from the second one", "A line\nand another", "Ein Wort mit Umlauten: Äpfel, and an emoji 😀",
            string.Join(' ', Enumerable.Repeat("a long message that has to wrap", 6)),
            new string('w', 120),
        ];
        for (var i = 0; i < texts.Length; i++)
        {
            await tabs[i % 2].SayAsync(texts[i]);
            await tabs[1].Page.WaitForCountAsync(ChatPage.Delivered, i + 1);
        }

        for (var i = 0; i < tabs.Length; i++)
        {
            var tab = tabs[i];
            await tab.WaitDeliveredAsync(texts.Length);
            Assert.That((await tab.DeliveredAsync()).Select(message => message.Text), Is.EqualTo(texts));
            var page = tab.Page;
            Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(width), "it scrolls sideways");
            Assert.That(
                await page.EvaluateAsync<bool>("(({ top, bottom }) => top >= 0 && bottom <= innerHeight)(document.getElementById('send').getBoundingClientRect())"),
                Is.True, "the button to send with is out of sight");
            Assert.That(
                await page.EvaluateAsync<bool>($"(({{ bottom }}) => bottom <= document.getElementById('composer').getBoundingClientRect().top + 1)([...document.querySelectorAll('{ChatPage.Delivered}')].at(-1).getBoundingClientRect())"),
                Is.True, "the last message is out of sight");
            var path = Screenshots.PathOf($"chat-{width}x{height}-worker{i}.png");
            await page.ScreenshotAsync(path);
            TestContext.AddTestAttachment(path);
            await tab.AssertConsoleIsEmptyAsync();
        }
    }

    [TestCase(360, 740, true)]
    [TestCase(1280, 800, false)]
    public async Task Show_WhoIsThere_FitsAndIsPictured(int width, int height, bool touch)
    {
        var tab = await OpenAsync(0, width, height, touch);
        var other = await OpenAsync(1);
        var gone = await OpenAsync(2);
        var away = await gone.PersonAsync();
        await other.SayAsync("Who is there?");
        await tab.WaitDeliveredAsync(1);
        await CloseAsync(gone);
        await tab.WaitPersonAsync(away, "away");
        await tab.WaitPersonAsync(await other.PersonAsync(), "online");

        await tab.Page.ClickAsync("#people summary");
        foreach (var dark in new[] { false, true })
        {
            await tab.Page.SetDarkAsync(dark);
            await AssertPanelFitsAsync(tab, width, height);
            await PictureAsync(tab, $"people-{width}x{height}-{(dark ? "dark" : "light")}.png");
        }
        await tab.AssertConsoleIsEmptyAsync();

        // The keyboard opens and closes it, too, and keeps its place.
        await tab.Page.PressAsync("#people summary", "Escape");
        await tab.Page.WaitForCountAsync("#people[open]", 0);
        await tab.Page.PressAsync(":focus", "Enter");
        await AssertPanelFitsAsync(tab, width, height);

        await Cluster.SignalWorkerAsync(0, Signal.Kill);
        await tab.Page.SetOfflineAsync(true);
        await tab.WaitOfflineAsync();
        await AssertPanelFitsAsync(tab, width, height);
        await PictureAsync(tab, $"people-{width}x{height}-lost.png");
        await tab.Page.PressAsync("#people summary", "Escape");
        await tab.Page.SetOfflineAsync(false);
        await tab.WaitRecoveredAsync(0, TimeSpan.FromSeconds(30));
        Assert.That(await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(width), "it scrolls sideways");
        await PictureAsync(tab, $"recovered-{width}x{height}.png");
    }

    private static async Task AssertPanelFitsAsync(ChatPage tab, int width, int height)
    {
        await tab.Page.WaitForAsync("#people[open] .panel");
        Assert.That(await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(width), "it scrolls sideways");
        var edges = await tab.Page.EvaluateAsync<double[]>(
            "(({ left, top, right, bottom }) => [left, top, right, bottom])(document.querySelector('#people .panel').getBoundingClientRect())");
        Assert.Multiple(() =>
        {
            Assert.That(edges![0], Is.GreaterThanOrEqualTo(0));
            Assert.That(edges[1], Is.GreaterThanOrEqualTo(0));
            Assert.That(edges[2], Is.LessThanOrEqualTo(width));
            Assert.That(edges[3], Is.LessThanOrEqualTo(height));
        });
    }

    private static async Task PictureAsync(ChatPage tab, string name)
    {
        // Colours change softly: not in the middle of that.
        await tab.Page.EvaluateAsync<bool>("Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => true)");
        var path = Screenshots.PathOf(name);
        await tab.Page.ScreenshotAsync(path);
        TestContext.AddTestAttachment(path);
    }
}
