using NUnit.Framework.Interfaces;

namespace Browser.Tests.Support;

/// <summary>A test with a chat of its own, and tabs on its ports; the browser is shared.</summary>
public abstract class BrowserTest
{
    private readonly List<ChatPage> _pages = [];

    protected ClusterProcess Cluster { get; private set; } = null!;

    /// <summary>How the test wants its cluster.</summary>
    protected virtual ClusterSettings Settings { get; } = new() { Workers = 3 };

    [SetUp]
    public async Task StartAsync() => Cluster = await ClusterProcess.StartAsync(Settings);

    [TearDown]
    public async Task EndAsync()
    {
        var failed = TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed;
        foreach (var chat in _pages)
        {
            if (failed)
            {
                await chat.Page.ScreenshotAsync(Screenshots.PathOf($"failed-{TestContext.CurrentContext.Test.MethodName}-{chat.Page.Name}.png"));
                await TestContext.Out.WriteLineAsync($"console of {chat.Page.Name}: {string.Join('\n', await chat.Page.ConsoleAsync())}");
            }
            await chat.Page.CloseAsync();
        }
        _pages.Clear();
        if (Cluster is not null)
        {
            if (failed)
            {
                await TestContext.Out.WriteLineAsync(Cluster.ToString());
            }
            await Cluster.DisposeAsync();
        }
    }

    /// <summary>Opens the page of a worker and waits until it is connected.</summary>
    protected async Task<ChatPage> OpenAsync(int worker, int width = 1280, int height = 800, bool touch = false) =>
        await AddAsync(await SharedBrowser.Browser.OpenAsync(Cluster.Url(worker), width, height, touch), worker);

    /// <summary>Opens another tab of the same browser and waits until it is connected.</summary>
    protected async Task<ChatPage> OpenTabAsync(ChatPage of, int worker) =>
        await AddAsync(await SharedBrowser.Browser.OpenTabAsync(of.Page, Cluster.Url(worker)), worker);

    /// <summary>Closes a tab before the test's end.</summary>
    protected async Task CloseAsync(ChatPage tab)
    {
        _pages.Remove(tab);
        await tab.Page.CloseAsync();
    }

    private async Task<ChatPage> AddAsync(BrowserPage page, int worker)
    {
        var chat = new ChatPage(page);
        _pages.Add(chat);
        await chat.WaitConnectedAsync(worker);
        return chat;
    }
}
