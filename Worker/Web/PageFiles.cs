namespace Worker.Web;

/// <summary>How the page's files are served: asked for again each time, answered with 304 when they are the same.</summary>
internal static class PageFiles
{
    public static StaticFileOptions Options { get; } = new()
    {
        OnPrepareResponse = context => context.Context.Response.Headers.CacheControl = "no-cache",
    };
}
