using Microsoft.AspNetCore.Http;

namespace EngineIO;

/// <summary>
/// The cookie that carries the session's id, for load balancers that route by it; the server itself never reads it. The defaults are the
/// reference's: the name "io", the path "/", hidden from scripts, SameSite Lax, over TLS or not, until the browser is closed.
/// </summary>
public sealed class EngineCookieBuilder : CookieBuilder
{
    /// <summary>Makes one with the defaults.</summary>
    public EngineCookieBuilder()
    {
        Name = "io";
        Path = "/";
        HttpOnly = true;
        SameSite = SameSiteMode.Lax;
        SecurePolicy = CookieSecurePolicy.None;
        IsEssential = true;
    }

    /// <summary>As the framework does, but a path of <see langword="null"/> means none, and not "/".</summary>
    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var options = base.Build(context, expiresFrom);
        options.Path = Path;
        return options;
    }
}
