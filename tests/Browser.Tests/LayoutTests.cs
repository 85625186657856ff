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
}
