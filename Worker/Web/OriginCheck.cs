using EngineIO;

namespace Worker.Web;

/// <summary>
/// Lets in the chat's own pages only. CORS does not stop a foreign page from opening a WebSocket, so the origin is
/// checked here: the host that the request itself names, on any port of the cluster.
/// </summary>
internal sealed class OriginCheck(IReadOnlyList<int> ports)
{
    public ValueTask<AllowRequestResult> CheckAsync(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        // Only browsers send one; other clients are free to come.
        return ValueTask.FromResult(origin.Length == 0 || IsOwn(origin, context.Request.Host)
            ? AllowRequestResult.Allow
            : AllowRequestResult.Refuse("this origin may not connect"));
    }

    private static int DefaultPort(Uri uri) => uri.Scheme == Uri.UriSchemeHttps ? 443 : 80;

    private bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase)
        && (uri.Port == (host.Port ?? DefaultPort(uri)) || ports.Contains(uri.Port));
}
