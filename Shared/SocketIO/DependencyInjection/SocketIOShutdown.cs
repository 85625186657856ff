using Microsoft.Extensions.Hosting;

namespace SocketIO.DependencyInjection;

/// <summary>
/// Closes the connections when the application begins to stop: later the web server would wait for them itself, until
/// its own time-out.
/// </summary>
internal sealed class SocketIOShutdown(SocketIOServer server, IHostApplicationLifetime lifetime) : IHostedService
{
    private Task _closing = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => _closing = server.CloseAsync());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _closing.WaitAsync(cancellationToken);
}
