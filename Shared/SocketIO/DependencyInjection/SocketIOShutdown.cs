using Microsoft.Extensions.Hosting;

namespace SocketIO.DependencyInjection;

/// <summary>
/// Closes the connections before anything else of the application stops: later the web server would wait for them
/// itself, until its own time-out.
/// </summary>
internal sealed class SocketIOShutdown(SocketIOServer server) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => server.CloseAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
