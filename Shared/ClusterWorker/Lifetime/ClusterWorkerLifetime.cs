using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace SocketIO.Cluster.Lifetime;

/// <summary>
/// A worker's signals. Ctrl+C and a closing terminal reach the whole process group, but it is the primary that stops
/// its workers, in order; so a worker obeys SIGTERM only.
/// </summary>
internal sealed class ClusterWorkerLifetime(IHostApplicationLifetime lifetime) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            lifetime.StopApplication();
        }));
        foreach (var ignored in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
        {
            _signals.Add(PosixSignalRegistration.Create(ignored, context => context.Cancel = true));
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }
}
