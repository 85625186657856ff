namespace EngineIO;

/// <summary>
/// Which pages of other origins may use the server. It applies to every response, refusals included, and to WebSockets, which
/// a browser does not bind by CORS: see <see cref="EngineIOOptions.CheckWebSocketOrigin"/>. An application that has CORS
/// policies already should prefer them: <c>app.UseCors()</c>, and <c>RequireCors("name")</c> on the mapped endpoint. These
/// options are for configuration files, and for the client bundle, which is served with the same headers.
/// </summary>
public sealed class EngineCorsOptions
{
    /// <summary>The origin that stands for all.</summary>
    public const string AnyOrigin = "*";

    /// <summary>
    /// The origins allowed, such as "https://example.org", compared exactly; "*" allows all, but not together with
    /// <see cref="Credentials"/>. Default: none.
    /// </summary>
    public IList<string> Origins { get; set; } = [];

    /// <summary>Decides about an origin instead of <see cref="Origins"/>. Default: null.</summary>
    public Func<string, bool>? IsOriginAllowed { get; set; }

    /// <summary>The methods a preflight names. Default: null, which means GET, HEAD, PUT, PATCH, POST, DELETE.</summary>
    public IList<string>? Methods { get; set; }

    /// <summary>The request headers a preflight allows. Default: null, those that it asks for.</summary>
    public IList<string>? AllowedHeaders { get; set; }

    /// <summary>The response headers a page may read beside the simple ones. Default: null, none.</summary>
    public IList<string>? ExposedHeaders { get; set; }

    /// <summary>
    /// Whether a page may send cookies, and so act as the user. The response then names the page's origin. Default: false.
    /// </summary>
    public bool Credentials { get; set; }

    /// <summary>How long a browser may keep the answer to a preflight. Default: null, unsaid.</summary>
    public TimeSpan? MaxAge { get; set; }
}
