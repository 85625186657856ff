using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SocketIO;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Gives the Socket.IO server its path.</summary>
public static class SocketIOEndpointRouteBuilderExtensions
{
    /// <summary>Maps the server that <c>AddSocketIO</c> added, under <see cref="SocketIOOptions.Path"/>.</summary>
    /// <exception cref="InvalidOperationException">There is no server: <c>AddSocketIO</c> was not called.</exception>
    public static IEndpointConventionBuilder MapSocketIO(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var server = endpoints.ServiceProvider.GetService<SocketIOServer>()
            ?? throw new InvalidOperationException("MapSocketIO needs the server: call builder.Services.AddSocketIO() first");
        var path = server.Options.Path.TrimEnd('/');
        RequestDelegate handle = server.HandleAsync;
        return endpoints.Map(path + "/{**rest}", handle).WithDisplayName("Socket.IO")
            // A poll is held open on purpose.
            .WithMetadata(new DisableRequestTimeoutAttribute());
    }
}
