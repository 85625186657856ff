using System.Text.Json;

namespace Testing.Node;

/// <summary>An error, a warning, an uncaught exception or a violation of the page's policy.</summary>
public sealed record ConsoleLine(string Type, string Text);

/// <summary>One page of the browser. Selectors are CSS.</summary>
public sealed class BrowserPage
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly LineProgram _program;

    internal BrowserPage(LineProgram program, string name)
    {
        _program = program;
        Name = name;
    }

    /// <summary>Its name in the process.</summary>
    public string Name { get; }

    public Task FillAsync(string selector, string text) => CallAsync("fill", new { page = Name, selector, text });

    /// <summary>Presses a key, such as <c>Enter</c> or <c>Shift+Tab</c>.</summary>
    public Task PressAsync(string selector, string key) => CallAsync("press", new { page = Name, selector, key });

    public Task ClickAsync(string selector) => CallAsync("click", new { page = Name, selector });

    public Task ReloadAsync() => CallAsync("reload", new { page = Name });

    public Task CloseAsync() => CallAsync("closePage", new { page = Name });

    /// <summary>The text of the first element.</summary>
    public async Task<string> TextAsync(string selector) => (await CallAsync("text", new { page = Name, selector }).ConfigureAwait(false)).GetString()!;

    /// <summary>The text of every element.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(string selector) =>
        (await CallAsync("texts", new { page = Name, selector }).ConfigureAwait(false)).Deserialize<IReadOnlyList<string>>(Web)!;

    /// <summary>An attribute of every element.</summary>
    public async Task<IReadOnlyList<string?>> AttributesAsync(string selector, string name) =>
        (await CallAsync("attributes", new { page = Name, selector, name }).ConfigureAwait(false)).Deserialize<IReadOnlyList<string?>>(Web)!;

    /// <summary>Waits until an element is visible.</summary>
    public Task WaitForAsync(string selector, TimeSpan? timeout = null) => _program.CallAsync("waitFor", new { page = Name, selector }, timeout);

    /// <summary>Waits until so many elements are there.</summary>
    public Task WaitForCountAsync(string selector, int count, TimeSpan? timeout = null) =>
        _program.CallAsync("waitForCount", new { page = Name, selector, count }, timeout);

    /// <summary>Evaluates an expression in the page.</summary>
    public async Task<T?> EvaluateAsync<T>(string expression) =>
        (await CallAsync("evaluate", new { page = Name, expression }).ConfigureAwait(false)).Deserialize<T>(Web);

    public Task ScreenshotAsync(string path) => CallAsync("screenshot", new { page = Name, path });

    public Task ResizeAsync(int width, int height) => CallAsync("resize", new { page = Name, width, height });

    /// <summary>Makes the reader's system dark, or light.</summary>
    public Task SetDarkAsync(bool dark) => CallAsync("emulate", new { page = Name, colorScheme = dark ? "dark" : "light" });

    /// <summary>Takes the page's network away, or gives it back.</summary>
    public Task SetOfflineAsync(bool offline) => CallAsync("offline", new { page = Name, offline });

    /// <summary>What the console has had to complain of so far.</summary>
    public async Task<IReadOnlyList<ConsoleLine>> ConsoleAsync() =>
        (await CallAsync("console", new { page = Name }).ConfigureAwait(false)).Deserialize<IReadOnlyList<ConsoleLine>>(Web)!;

    private Task<JsonElement> CallAsync(string operation, object request) => _program.CallAsync(operation, request, limit: TimeSpan.FromSeconds(20));
}
