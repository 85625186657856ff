namespace Browser.Tests.Support;

/// <summary>The chat's page in a tab.</summary>
public sealed class ChatPage(BrowserPage page)
{
    /// <summary>A message that the server has delivered.</summary>
    public const string Delivered = "#messages li[data-id]";

    /// <summary>One of one's own that is on its way.</summary>
    public const string Outgoing = "#messages li[data-key]";

    /// <summary>Somebody who is there.</summary>
    public const string Person = "#people-list li";

    private const string Field = "#text";

    /// <summary>The tab itself.</summary>
    public BrowserPage Page => page;

    /// <summary>Waits until the page says that it talks to a worker.</summary>
    public Task WaitConnectedAsync(int worker, TimeSpan? timeout = null) =>
        page.WaitForAsync($"#status[data-state=connected][data-worker=\"{worker}\"]", timeout);

    /// <summary>Waits until the page says that it is offline.</summary>
    public Task WaitOfflineAsync() => page.WaitForAsync("#status[data-state=offline]");

    /// <summary>Waits until the page says that it went on with its former session.</summary>
    public Task WaitRecoveredAsync(int worker, TimeSpan? timeout = null) =>
        page.WaitForAsync($"#status[data-state=connected][data-worker=\"{worker}\"][data-recovered]", timeout);

    /// <summary>Waits until the page knows itself among those who are there.</summary>
    /// <returns>Who it is.</returns>
    public async Task<string> PersonAsync()
    {
        await page.WaitForCountAsync($"{Person}[data-you]", 1);
        return (await page.AttributesAsync($"{Person}[data-you]", "data-person")).Single()!;
    }

    /// <summary>Waits until the page shows a person as <c>online</c> or <c>away</c>.</summary>
    public Task WaitPersonAsync(string person, string state, TimeSpan? timeout = null) =>
        page.WaitForCountAsync($"{Person}[data-person=\"{person}\"][data-state={state}]", 1, timeout);

    /// <summary>Waits until the page does not show a person any more.</summary>
    public Task WaitGoneAsync(string person, TimeSpan? timeout = null) =>
        page.WaitForCountAsync($"{Person}[data-person=\"{person}\"]", 0, timeout);

    /// <summary>Writes a message and sends it with the Enter key.</summary>
    public async Task SayAsync(string text)
    {
        await page.FillAsync(Field, text);
        await page.PressAsync(Field, "Enter");
    }

    /// <summary>What is written in the field, and not sent.</summary>
    public async Task<string> DraftAsync() => (await page.EvaluateAsync<string>($"document.querySelector('{Field}').value"))!;

    /// <summary>Chooses a name.</summary>
    public async Task NameAsync(string name)
    {
        await page.FillAsync("#name", name);
        await page.PressAsync("#name", "Enter");
        await page.WaitForCountAsync("#welcome[hidden]", 1);
        Assert.That(await page.TextAsync("#own-name"), Is.EqualTo(name));
    }

    /// <summary>Enters a public room, which is made if there is none.</summary>
    public async Task EnterAsync(string room)
    {
        await page.FillAsync("#room", room);
        await page.PressAsync("#room", "Enter");
        await WaitPlaceAsync($"# {room}");
    }

    /// <summary>Searches until one message is found: words are indexed a moment after it was stored.</summary>
    public Task SearchAsync(string words, string found) => Eventually.TrueAsync(
        async () =>
        {
            await page.FillAsync("#search-text", words);
            await page.PressAsync("#search-text", "Enter");
            await Eventually.TrueAsync(async () => await page.TextAsync("#search-note") != "Searching…", "the end of the search");
            return (await page.TextsAsync("#found .excerpt")).SequenceEqual([found]);
        },
        $"\"{found}\" among what is found on {page.Name}");

    /// <summary>Turns to the private conversation with somebody who is there.</summary>
    public async Task WriteToAsync(string person, string name)
    {
        await page.ClickAsync("#people summary");
        await page.ClickAsync($"{Person}[data-person=\"{person}\"] button");
        await WaitPlaceAsync(name);
    }

    /// <summary>Turns to a place by the name under which it is listed.</summary>
    public async Task TurnToAsync(string title)
    {
        var places = await page.TextsAsync("#places .label");
        await page.ClickAsync($"#places li:nth-child({places.ToList().IndexOf(title) + 1}) button");
        await WaitPlaceAsync(title);
    }

    /// <summary>Waits until a place is shown.</summary>
    public Task WaitPlaceAsync(string title) =>
        Eventually.TrueAsync(async () => await page.TextAsync("#place-title") == title, $"the place {title}");

    /// <summary>The lines that say who came, left, or has another name.</summary>
    public Task<IReadOnlyList<string>> ComingsAsync() => page.TextsAsync("#messages li.coming");

    /// <summary>Waits for a text to be delivered in the place that is shown.</summary>
    public Task WaitTextAsync(string text, int times = 1) => Eventually.TrueAsync(
        async () => (await page.TextsAsync($"{Delivered} .text")).Count(shown => shown == text) == times, $"\"{text}\" on {page.Name}");

    /// <summary>The delivered messages as "author: text"; of one's own, "You".</summary>
    public async Task<IReadOnlyList<string>> SaidAsync() => (await page.EvaluateAsync<string[]>("""
        (() => {
          let author = "";
          return [...document.querySelectorAll("#messages li[data-id]")].map((item) => {
            author = item.hasAttribute("data-own") ? "You" : item.querySelector(".author")?.textContent ?? author;
            return `${author}: ${item.querySelector(".text").textContent}`;
          });
        })()
        """))!;

    /// <summary>Waits until so many messages are delivered, and none is on its way.</summary>
    public async Task WaitDeliveredAsync(int count, TimeSpan? timeout = null)
    {
        await page.WaitForCountAsync(Delivered, count, timeout);
        await page.WaitForCountAsync(Outgoing, 0, timeout);
    }

    /// <summary>The ids and texts of the delivered messages, from top to bottom.</summary>
    public async Task<IReadOnlyList<(string Id, string Text)>> DeliveredAsync()
    {
        var ids = await page.AttributesAsync(Delivered, "data-id");
        var texts = await page.TextsAsync($"{Delivered} .text");
        Assert.That(texts, Has.Count.EqualTo(ids.Count));
        return [.. ids.Select((id, i) => (id!, texts[i]))];
    }

    /// <summary>The texts of one's own messages that are on their way.</summary>
    public Task<IReadOnlyList<string>> OutgoingAsync() => page.TextsAsync($"{Outgoing} .text");

    /// <summary>No script failed, and nothing went against the page's policy; the network may have been away.</summary>
    public async Task AssertNoFaultAsync()
    {
        var lines = await page.ConsoleAsync();
        Assert.That(lines.Where(line => line.Type is "pageerror" or "csp"), Is.Empty, page.Name);
    }

    /// <summary>The console has nothing to complain of.</summary>
    public async Task AssertConsoleIsEmptyAsync() => Assert.That(await page.ConsoleAsync(), Is.Empty, page.Name);
}
