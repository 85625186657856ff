using Microsoft.AspNetCore.Http;

namespace EngineIO;

/// <summary>
/// The cookie that carries the session's id, for load balancers that route by it. The server itself never reads it.
/// </summary>
public sealed class EngineCookieOptions
{
    /// <summary>The name. Default: "io".</summary>
    public string Name { get; set; } = "io";

    /// <summary>The path, or null for none. Default: "/".</summary>
    public string? Path { get; set; } = "/";

    /// <summary>The domain, or null for the host alone. Default: null.</summary>
    public string? Domain { get; set; }

    /// <summary>Whether the cookie is hidden from scripts. Default: true.</summary>
    public bool HttpOnly { get; set; } = true;

    /// <summary>Whether the cookie is sent over TLS only. Default: false.</summary>
    public bool Secure { get; set; }

    /// <summary>When the cookie goes along with requests from other sites. Default: Lax.</summary>
    public SameSiteMode SameSite { get; set; } = SameSiteMode.Lax;

    /// <summary>How long the cookie lives. Default: null, until the browser is closed.</summary>
    public TimeSpan? MaxAge { get; set; }

    internal void Append(HttpResponse response, string sid) => response.Cookies.Append(Name, sid, new CookieOptions
    {
        Path = Path,
        Domain = Domain,
        HttpOnly = HttpOnly,
        Secure = Secure,
        SameSite = SameSite,
        MaxAge = MaxAge,
    });
}
