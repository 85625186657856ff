using EngineIO.Diagnostics;
using EngineIO.Sessions;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EngineIO.Http;

/// <summary>
/// Keeps the pages of foreign origins from opening WebSockets, which CORS does not: what it allows is asked here, our own
/// options as well as the application's policies. Where ASP.NET Core's middleware runs by a policy that cannot be asked,
/// since only <c>UseCors</c> was given its name, the default policy decides, and without one nobody foreign gets in.
/// </summary>
internal sealed class WebSocketOrigin(EngineRuntime runtime, CorsHeaders? cors)
{
    /// <summary>What the middleware leaves behind for the endpoint; routing looks for it by this name, too.</summary>
    private const string MiddlewareRan = "__CorsMiddlewareWithEndpointInvoked";

    private readonly bool? _check = runtime.Options.CheckWebSocketOrigin;
    private int _warned;

    /// <summary>Whether the page that asks for a WebSocket may have it.</summary>
    public async ValueTask<bool> IsAllowedAsync(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        // Only browsers send one; other clients are free to come.
        if (_check == false || origin.Length == 0 || IsOwn(context.Request, origin) || cors?.IsAllowed(origin) == true)
        {
            return true;
        }
        try
        {
            return await AskPoliciesAsync(context, origin) ?? (_check is null && cors is null);
        }
        catch (Exception exception)
        {
            Log.HookFailed(runtime.Logger, exception);
            return false;
        }
    }

    /// <summary>What the application's policies say of an origin; <see langword="null"/> if there are none.</summary>
    private async ValueTask<bool?> AskPoliciesAsync(HttpContext context, string origin)
    {
        var provider = context.RequestServices?.GetService<ICorsPolicyProvider>();
        CorsPolicy? policy = null;
        switch (context.GetEndpoint()?.Metadata.GetMetadata<ICorsMetadata>())
        {
            case IDisableCorsAttribute:
                return false;
            case ICorsPolicyMetadata inline:
                policy = inline.Policy;
                break;
            case IEnableCorsAttribute named when provider is not null:
                // A policy that is not known allows nothing, as in the middleware.
                policy = await provider.GetPolicyAsync(context, named.PolicyName);
                break;
            default:
                return await AskDefaultPolicyAsync(context, provider, origin);
        }
        return Allows(policy, origin);
    }

    private async ValueTask<bool?> AskDefaultPolicyAsync(HttpContext context, ICorsPolicyProvider? provider, string origin)
    {
        var policy = provider is null ? null : await provider.GetPolicyAsync(context, policyName: null);
        var isAllowed = Allows(policy, origin);
        // The middleware may have been given another policy; which one cannot be seen from here.
        var hasMiddleware = context.Items.ContainsKey(MiddlewareRan);
        if (!isAllowed && hasMiddleware && Interlocked.Exchange(ref _warned, 1) == 0)
        {
            if (policy is null)
            {
                Log.CorsPolicyUnseen(runtime.Logger, origin);
            }
            else
            {
                Log.DefaultCorsPolicyRefused(runtime.Logger, origin);
            }
        }
        return policy is null && !hasMiddleware ? null : isAllowed;
    }

    private static bool Allows(CorsPolicy? policy, string origin) => policy is not null && (policy.AllowAnyOrigin || policy.IsOriginAllowed(origin));

    // Scheme, host and port of the request itself; a page that opens wss: has an origin with https:.
    private static bool IsOwn(HttpRequest request, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page) &&
        page.Scheme.Equals(request.Scheme, StringComparison.OrdinalIgnoreCase) &&
        page.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase) &&
        page.Port == (request.Host.Port ?? (request.IsHttps ? 443 : 80));
}
