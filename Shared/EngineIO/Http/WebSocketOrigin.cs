using EngineIO.Sessions;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EngineIO.Http;

/// <summary>
/// Keeps the pages of foreign origins from opening WebSockets, which CORS does not: what it allows is asked here, our own
/// options as well as the policy that the endpoint carries.
/// </summary>
internal sealed class WebSocketOrigin(EngineRuntime runtime, CorsHeaders? cors)
{
    private readonly bool? _check = runtime.Options.CheckWebSocketOrigin;

    /// <summary>Whether the page that asks for a WebSocket may have it.</summary>
    public ValueTask<bool> IsAllowedAsync(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        // Only browsers send one; other clients are free to come.
        if (_check == false || origin.Length == 0)
        {
            return ValueTask.FromResult(true);
        }
        var endpoint = PolicyOf(context);
        if ((_check is null && cors is null && endpoint is null) || IsOwn(context.Request, origin) || cors?.IsAllowed(origin) == true)
        {
            return ValueTask.FromResult(true);
        }
        return endpoint is null ? ValueTask.FromResult(false) : AskAsync(context, endpoint, origin);
    }

    private static ICorsMetadata? PolicyOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ICorsMetadata>() switch
        {
            ICorsPolicyMetadata policy => policy,
            IEnableCorsAttribute named when context.RequestServices?.GetService<ICorsPolicyProvider>() is not null => named,
            _ => null,
        };

    // Scheme, host and port of the request itself; a page that opens wss: has an origin with https:.
    private static bool IsOwn(HttpRequest request, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page) &&
        page.Scheme.Equals(request.Scheme, StringComparison.OrdinalIgnoreCase) &&
        page.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase) &&
        page.Port == (request.Host.Port ?? (request.IsHttps ? 443 : 80));

    private async ValueTask<bool> AskAsync(HttpContext context, ICorsMetadata endpoint, string origin)
    {
        try
        {
            var policy = endpoint is ICorsPolicyMetadata inline ? inline.Policy
                : await context.RequestServices.GetRequiredService<ICorsPolicyProvider>()
                    .GetPolicyAsync(context, ((IEnableCorsAttribute)endpoint).PolicyName);
            // A policy that is not known allows nothing, as in the middleware.
            return policy is not null && (policy.AllowAnyOrigin || policy.IsOriginAllowed(origin));
        }
        catch (Exception exception)
        {
            Log.HookFailed(runtime.Logger, exception);
            return false;
        }
    }
}
