using System.Collections.Frozen;
using System.Globalization;
using EngineIO.Diagnostics;
using EngineIO.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace EngineIO.Http;

/// <summary>The headers of cross-origin requests, as <see cref="EngineCorsOptions"/> wants them.</summary>
internal sealed class CorsHeaders
{
    private static readonly string[] DefaultMethods = ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"];

    private readonly EngineRuntime _runtime;
    private readonly EngineCorsOptions _options;
    private readonly FrozenSet<string> _origins;
    private readonly bool _any;
    private readonly string _methods;
    private readonly string? _allowed;
    private readonly string _exposed;

    public CorsHeaders(EngineRuntime runtime, EngineCorsOptions options)
    {
        _runtime = runtime;
        _options = options;
        _origins = options.Origins.ToFrozenSet(StringComparer.Ordinal);
        _any = options.IsOriginAllowed is null && _origins.Contains(EngineCorsOptions.AnyOrigin);
        _methods = string.Join(',', options.Methods ?? DefaultMethods);
        _allowed = options.AllowedHeaders is { } allowed ? string.Join(',', allowed) : null;
        _exposed = string.Join(',', options.ExposedHeaders ?? []);
    }

    /// <summary>Sets the headers of the response; true if it answers a preflight and is complete with them.</summary>
    public bool Apply(HttpContext context)
    {
        var allowed = ApplyOrigin(context);
        if (!HttpMethods.IsOptions(context.Request.Method))
        {
            if (allowed && _exposed.Length > 0)
            {
                context.Response.Headers.AccessControlExposeHeaders = _exposed;
            }
            return false;
        }
        if (allowed)
        {
            ApplyPreflight(context);
        }
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }

    /// <summary>Whether pages of this origin may use the server.</summary>
    public bool IsAllowed(string origin)
    {
        if (_any || _options.IsOriginAllowed is not { } ask)
        {
            return _any || _origins.Contains(origin);
        }
        try
        {
            return ask(origin);
        }
        catch (Exception exception)
        {
            Log.HookFailed(_runtime.Logger, exception);
            return false;
        }
    }

    private bool ApplyOrigin(HttpContext context)
    {
        var headers = context.Response.Headers;
        var origin = context.Request.Headers.Origin.ToString();
        if (_any && !_options.Credentials)
        {
            headers.AccessControlAllowOrigin = EngineCorsOptions.AnyOrigin;
            return true;
        }
        headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        if (origin.Length == 0 || !IsEchoable(origin) || !IsAllowed(origin))
        {
            return false;
        }
        headers.AccessControlAllowOrigin = origin;
        if (_options.Credentials)
        {
            headers.AccessControlAllowCredentials = "true";
        }
        return true;
    }

    private void ApplyPreflight(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowMethods = _methods;
        if (_allowed is null)
        {
            headers.Append(HeaderNames.Vary, HeaderNames.AccessControlRequestHeaders);
            var asked = context.Request.Headers.AccessControlRequestHeaders;
            if (IsEchoable(asked.ToString()))
            {
                headers.AccessControlAllowHeaders = asked;
            }
        }
        else if (_allowed.Length > 0)
        {
            headers.AccessControlAllowHeaders = _allowed;
        }
        if (_options.MaxAge is { } age)
        {
            headers.AccessControlMaxAge = ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
    }

    // A header may come in with characters that the server refuses to send.
    private static bool IsEchoable(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
