using System.Collections.Concurrent;
using Interop.Tests.Support;

namespace Interop.Tests.Bundles;

/// <summary>One browser, and one page for each bundle, for all the tests of this namespace.</summary>
[SetUpFixture]
public sealed class BundleBrowser
{
    private static readonly ConcurrentDictionary<string, Task<BrowserPage>> Pages = new(StringComparer.Ordinal);
    private static Browser? _browser;

    public static Task<BrowserPage> PageAsync(InteropServer server, string bundle) =>
        Pages.GetOrAdd(bundle, _ => _browser!.OpenAsync($"{server.Url}/pages/{bundle}"));

    [OneTimeSetUp]
    public async Task LaunchAsync() => _browser = await Browser.LaunchAsync();

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }
    }
}
