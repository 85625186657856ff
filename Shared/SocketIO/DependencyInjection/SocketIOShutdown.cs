using Microsoft.Extensions.Hosting;

namespace SocketIO.DependencyInjection;

/// <summary>
/// Closes the connections before anything else of the application stops: later the web server would wait for them
/// itself, until its own time-out.
/// </summary>
internal sealed class SocketIOShutdown(SocketIOServer server) : IHostedLifecycleService
{
    /// <summary>Clients between two polls get so long to come; the others are told at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        await server.CloseAsync(patience.Token).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
