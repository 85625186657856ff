namespace Primary.Operations;

/// <summary>
/// Keeps other users and web pages away from what changes something. A page may post to any address without being asked, but
/// not with a header of its own, unless the server allows it; and its browser says where it comes from.
/// </summary>
internal sealed class ControlGuard(ControlToken token)
{
    public const string Header = "X-Cluster-Control";

    /// <summary>Why a request may change nothing, or <see langword="null"/>.</summary>
    public string? WhyNot(HttpRequest request)
    {
        if (!token.Is(request.Headers[Header].ToString()))
        {
            return $"the header {Header} does not carry what the file run/control of the data directory says";
        }
        return request.Headers.Origin.All(IsOfThisMachine) ? null : "pages of another origin may not do this";
    }

    // "null", which sandboxed pages send, is no address.
    private static bool IsOfThisMachine(string? origin) => Uri.TryCreate(origin, UriKind.Absolute, out var address) && LoopbackName.Is(address.Host);
}
