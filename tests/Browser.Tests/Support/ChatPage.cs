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
