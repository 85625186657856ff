namespace Worker.Web;

/// <summary>The host names under which the chat answers.</summary>
internal static class PublicHosts
{
    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>
    /// Those of the setting <c>AllowedHosts</c>, separated by semicolons; without it the names of this machine if the
    /// chat listens on loopback only, and any name otherwise.
    /// </summary>
    public static IList<string> From(IConfiguration configuration)
    {
        if (configuration["AllowedHosts"] is { Length: > 0 } given)
        {
            return given.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        var urls = configuration["URLS"]?.Split(';') ?? [];
        return Array.TrueForAll(urls, url => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.IsLoopback) ? Loopback : ["*"];
    }
}
