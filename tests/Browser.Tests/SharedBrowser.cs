namespace Browser.Tests;

/// <summary>One browser for all the tests.</summary>
[SetUpFixture]
public sealed class SharedBrowser
{
    public static Testing.Node.Browser Browser { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task LaunchAsync() => Browser = await Testing.Node.Browser.LaunchAsync();

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }
    }
}
