using Browser.Tests.Support;

namespace Browser.Tests;

public sealed class PresenceWindowTests : BrowserTest
{
    protected override ClusterSettings Settings { get; } = new()
    {
        Workers = 2,
        Environment = new Dictionary<string, string> { ["Chat__RecoveryWindow"] = "4" },
    };

    [Test]
    public async Task Close_OfTheOnlyTab_ShowsThePersonAwayAndAfterTheWindowNoMore()
    {
        var watcher = await OpenAsync(1);
        var tab = await OpenAsync(0);
        var person = await tab.PersonAsync();
        await watcher.WaitPersonAsync(person, "online");

        await CloseAsync(tab);

        await watcher.WaitPersonAsync(person, "away");
        await watcher.WaitGoneAsync(person, TimeSpan.FromSeconds(20));
        await watcher.WaitPersonAsync(await watcher.PersonAsync(), "online");
        await watcher.Page.WaitForCountAsync(ChatPage.Person, 1);
        await watcher.AssertConsoleIsEmptyAsync();
    }
}
