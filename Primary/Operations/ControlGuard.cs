namespace Primary.Operations;

/// <summary>
/// Keeps web pages away from what changes something. A page may post to any address without being asked, but not with a
/// header of its own, unless the server allows it; and its browser says where it comes from.
/// </summary>
internal static class ControlGuard
{
    public const string Header = "X-Cluster-Control";

    /// <summary>Why a request may change nothing, or <see langword="null"/>.</summary>
    public static string? WhyNot(HttpRequest request)
    {
        if (!request.Headers.ContainsKey(Header))
        {
            return $"the header {Header} is missing; it may have any value";
        }
        return request.Headers.Origin.All(IsOfThisMachine) ? null : "pages of another origin may not do this";
    }

    // "null", which sandboxed pages send, is no address.
    private static bool IsOfThisMachine(string? origin) => Uri.TryCreate(origin, UriKind.Absolute, out var address) && LoopbackName.Is(address.Host);
}
