using Microsoft.Extensions.DependencyInjection;

namespace SingleProcess.Tests.Support;

/// <summary>Starts servers with recovery and a log of their own.</summary>
internal static class RecoveryServer
{
    public static Task<SocketServer> StartAsync(
        Action<Socket>? onConnection = null,
        Action<ConnectionStateRecoveryOptions>? recovery = null,
        Action<SocketIOOptions>? configure = null,
        string? path = null,
        Action<IServiceCollection>? services = null) => SocketServer.StartAsync(
            onConnection,
            options =>
            {
                options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions();
                recovery?.Invoke(options.ConnectionStateRecovery);
                configure?.Invoke(options);
            },
            added =>
            {
                added.AddSocketIOSequencer(path);
                services?.Invoke(added);
            });
}
