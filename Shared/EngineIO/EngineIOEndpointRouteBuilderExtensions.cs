using EngineIO;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps an Engine.IO server to a path.</summary>
public static class EngineIOEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Serves <paramref name="server"/> under a path, with or without a slash at its end. The server is closed when the
    /// application stops. The WebSocket middleware is not needed.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="path">The path, such as "/engine.io/".</param>
    /// <param name="server">The server.</param>
    public static IEndpointConventionBuilder MapEngineIO(this IEndpointRouteBuilder endpoints, string path, EngineIOServer server)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(server);
        endpoints.ServiceProvider.GetService<IHostApplicationLifetime>()?.ApplicationStopping
            .Register(() => _ = server.CloseAsync(CancellationToken.None));
        return endpoints.Map(path.TrimEnd('/'), server.HandleAsync)
            .WithDisplayName("Engine.IO")
            .WithMetadata(new DisableRequestTimeoutAttribute());
    }
}
