using EngineIO.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what tells of requests that never reach an Engine.IO server.</summary>
public static class EngineIODoctorServiceCollectionExtensions
{
    /// <summary>
    /// Logs a warning when Kestrel refuses a request under a path by its own limits, before any endpoint sees it, and says
    /// which setting cures it: once for each kind of fault, and again after an hour at the earliest. Of a request whose first
    /// line was refused the path is not known; it counts too. May be called once for each server.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="path">The server's path, asked for when the application runs.</param>
    public static IServiceCollection AddEngineIODoctor(this IServiceCollection services, Func<IServiceProvider, string> path)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(path);
        services.AddSingleton(provider => new DoctorPath(() => path(provider)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, KestrelDoctor>());
        return services;
    }
}
