using EngineIO.Limits;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps connections from taking all the files that a process may have open.</summary>
public static class EngineIOConnectionLimitsServiceCollectionExtensions
{
    /// <summary>
    /// Where the process may have a limited number of files open (Linux, <c>ulimit -n</c>), lets Kestrel take no more connections
    /// than that leaves room for, beside what the process needs itself; further ones wait until another ends. Without it Kestrel
    /// takes them, and the runtime ends the process. A transport of the application's own is left alone.
    /// </summary>
    public static IServiceCollection AddEngineIOConnectionLimits(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.LastOrDefault(service => service.ServiceType == typeof(IConnectionListenerFactory) && IsOfSockets(service)) is { } sockets)
        {
            services[services.IndexOf(sockets)] = ServiceDescriptor.Singleton<IConnectionListenerFactory>(
                provider => new BoundedListenerFactory(ActivatorUtilities.CreateInstance<SocketTransportFactory>(provider)));
        }
        return services;
    }

    private static bool IsOfSockets(ServiceDescriptor service) => service.ImplementationType == typeof(SocketTransportFactory);
}
