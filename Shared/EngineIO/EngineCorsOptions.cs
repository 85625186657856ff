namespace EngineIO;

/// <summary>
/// Which pages of other origins may use the server. It applies to every response, refusals included. A WebSocket is not
/// bound by it in a browser: check the origin in <see cref="EngineIOOptions.AllowRequest"/>.
/// </summary>
public sealed class EngineCorsOptions
{
    /// <summary>The origin that stands for all.</summary>
    public const string AnyOrigin = "*";

    /// <summary>
    /// The origins allowed, such as "https://example.org", compared exactly; "*" allows all. Default: "*".
    /// </summary>
    public IReadOnlyList<string> Origins { get; set; } = [AnyOrigin];

    /// <summary>Decides about an origin instead of <see cref="Origins"/>. Default: null.</summary>
    public Func<string, bool>? IsOriginAllowed { get; set; }

    /// <summary>The methods a preflight names. Default: GET, HEAD, PUT, PATCH, POST, DELETE.</summary>
    public IReadOnlyList<string> Methods { get; set; } = ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"];

    /// <summary>The request headers a preflight allows. Default: null, those that it asks for.</summary>
    public IReadOnlyList<string>? AllowedHeaders { get; set; }

    /// <summary>The response headers a page may read beside the simple ones. Default: none.</summary>
    public IReadOnlyList<string> ExposedHeaders { get; set; } = [];

    /// <summary>
    /// Whether a page may send cookies. The response then names the page's origin, never "*", which with
    /// <see cref="Origins"/> left at "*" lets every site act as the user. Default: false.
    /// </summary>
    public bool Credentials { get; set; }

    /// <summary>How long a browser may keep the answer to a preflight. Default: null, unsaid.</summary>
    public TimeSpan? MaxAge { get; set; }
}
