namespace Testing.Node;

/// <summary>A real Chromium; see <c>node/browser.mjs</c>.</summary>
public sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly LineProgram _program = LineProgram.StartNode("browser.mjs");
    private int _last;

    private Browser()
    {
    }

    /// <summary>Starts the browser.</summary>
    public static async Task<Browser> LaunchAsync()
    {
        var executablePath = FindChromium();
        var browser = new Browser();
        try
        {
            await browser._program.CallAsync("launch", new { executablePath }, limit: TimeSpan.FromSeconds(60)).ConfigureAwait(false);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens a page in a context of its own: nothing that it stores is seen by others.</summary>
    public async Task<BrowserPage> OpenAsync(string url, int width = 1280, int height = 800, bool touch = false)
    {
        var page = new BrowserPage(_program, $"page{Interlocked.Increment(ref _last)}");
        await _program.CallAsync("newPage", new { page = page.Name, url, width, height, touch }, limit: TimeSpan.FromSeconds(30)).ConfigureAwait(false);
        return page;
    }

    /// <summary>Opens another tab beside a page: both share what they store, as the tabs of one browser do.</summary>
    public async Task<BrowserPage> OpenTabAsync(BrowserPage of, string url)
    {
        var page = new BrowserPage(_program, $"page{Interlocked.Increment(ref _last)}");
        await _program.CallAsync("newTab", new { page = page.Name, of = of.Name, url }, limit: TimeSpan.FromSeconds(30)).ConfigureAwait(false);
        return page;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _program.DisposeAsync();

    private static string FindChromium()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } given)
        {
            return File.Exists(given) ? given : throw new InvalidOperationException($"The environment variable CHROMIUM names {given}, which does not exist.");
        }
        var directories = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin").Append("/snap/bin");
        return directories.SelectMany(directory => Names.Select(name => Path.Combine(directory, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                "The browser tests need Chromium or Google Chrome: install it (Debian: apt-get install chromium), or set the environment variable CHROMIUM to its path.");
    }
}
