using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SocketIO;
using SocketIO.Adapters;
using SocketIO.DependencyInjection;
using SocketIO.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a Socket.IO server to an application.</summary>
public static class SocketIOServiceCollectionExtensions
{
    /// <summary>
    /// Adds the server with options from configuration, such as <c>builder.Configuration.GetSection("SocketIO")</c>: every one
    /// that is no code, by its name, those of <see cref="SocketIOOptions.Engine"/> under <c>Engine</c>; <c>Parser</c> is
    /// <c>Json</c> or <c>MessagePack</c>. A name that is none of them, or a value that cannot be read, ends the start with a
    /// sentence.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">The section.</param>
    /// <param name="configure">Changes the options afterwards.</param>
    public static IServiceCollection AddSocketIO(
        this IServiceCollection services, IConfiguration configuration, Action<SocketIOOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddSocketIO(options =>
        {
            ConfiguredOptions.Apply(configuration, options);
            configure?.Invoke(options);
        });
    }

    /// <summary>Adds the server; <c>MapSocketIO</c> then gives it its path.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the options, which are checked at start.</param>
    public static IServiceCollection AddSocketIO(this IServiceCollection services, Action<SocketIOOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<SocketIOOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SocketIOOptions>, SocketIOOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IAdapterFactory, LocalAdapterFactory>();
        services.TryAddSingleton(ServerAssembly.Create);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SocketIOShutdown>());
        services.AddEngineIOConnectionLimits();
        services.AddEngineIODoctor(provider => provider.GetRequiredService<IOptions<SocketIOOptions>>().Value.Path);
        return services;
    }
}
