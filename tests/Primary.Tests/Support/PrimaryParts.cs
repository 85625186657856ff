using Cluster.Relay;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Primary.Hosting;
using Primary.Supervision;
using SocketIO.Sequencer;

namespace Primary.Tests.Support;

/// <summary>The parts of a primary around a real log, without its host and without workers of its own.</summary>
internal sealed class PrimaryParts : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly LogFolder _log = new();
    private readonly ILoggerFactory _loggers;

    public PrimaryParts(int workers = 2, string? worker = null)
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(new FakeLoggerProvider(Logs)));
        Directory = DataDirectory.Open(_folder.Path);
        Options = new PrimaryOptions { Workers = workers, Port = 3000, Worker = worker ?? typeof(PrimaryParts).Assembly.Location, Data = _folder.Path };
        Former = new FormerWorkers(Directory);
        Launcher = new WorkerLauncher(Options, RelayEndpoint.Choose(Directory));
        Registry = new WorkerRegistry(Options, Launcher, new ReadyAnnouncer(), Time, _loggers.CreateLogger<WorkerRegistry>());
        Links = new WorkerLinks(_log.Log, Registry, NullLogger.Instance, TimeProvider.System);
        HangWatch = new HangWatch(Links, Time, _loggers.CreateLogger<HangWatch>());
        Stop = new ClusterStop(Links, Lifetime, _loggers.CreateLogger<ClusterStop>());
        Restart = new RollingRestart(Options, Links, Time, _loggers.CreateLogger<RollingRestart>());
        Supervisor = new Supervisor(Options, Registry, Links, Former, Stop, HangWatch, Restart, Time, _loggers.CreateLogger<Supervisor>());
    }

    public FakeLogCollector Logs { get; } = new();

    public SteppingTime Time { get; } = new();

    public DataDirectory Directory { get; }

    public PrimaryOptions Options { get; }

    public FormerWorkers Former { get; }

    public WorkerLauncher Launcher { get; }

    public HangWatch HangWatch { get; }

    public RollingRestart Restart { get; }

    public ApplicationLifetime Lifetime { get; } = new(NullLogger<ApplicationLifetime>.Instance);

    public ClusterStop Stop { get; }

    public Supervisor Supervisor { get; }

    public SequencedLog Log => _log.Log;

    public WorkerRegistry Registry { get; }

    public WorkerLinks Links { get; }

    public SupervisedWorker Supervise(int index) => new(index, Options, Launcher, _loggers.CreateLogger("worker"), Time);

    /// <summary>An attached worker; what it was told of the members is read already.</summary>
    public async Task<LinkProbe> AttachAsync(int index, int pid = 0, string? instance = null)
    {
        var probe = new LinkProbe(Log, index, instance, Time, pid).Pump();
        Links.Members.Add(probe.Link);
        await probe.ReadAsync(1);
        return probe;
    }

    public async ValueTask DisposeAsync()
    {
        Supervisor.Dispose();
        await Links.DisposeAsync();
        _log.Dispose();
        Directory.Dispose();
        _loggers.Dispose();
        _folder.Dispose();
    }
}
