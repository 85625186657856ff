using Cluster.Protos;
using Cluster.Relay;
using Primary.Hosting;

namespace Primary.Supervision;

/// <summary>The workers' places, and which process may take which: what the relay asks and tells.</summary>
internal sealed class WorkerRegistry : ILinkWatcher
{
    private readonly ReadyAnnouncer _announcer;
    private volatile bool _closed;

    public WorkerRegistry(PrimaryOptions options, WorkerLauncher launcher, ReadyAnnouncer announcer, TimeProvider time, ILogger<WorkerRegistry> logger)
    {
        _announcer = announcer;
        Supervised = [.. Enumerable.Range(0, options.Workers).Select(index => new SupervisedWorker(index, options, launcher, logger, time))];
        foreach (var worker in Supervised)
        {
            worker.InstanceGone += instance => InstanceGone?.Invoke(instance);
        }
    }

    /// <summary>Raised when an instance's process has ended, or was given up.</summary>
    public event Action<string>? InstanceGone;

    /// <summary>Raised when a worker has attached.</summary>
    public event Action<int>? WorkerAttached;

    public SupervisedWorker[] Supervised { get; }

    public IReadOnlyList<WorkerStatus> Workers => [.. Supervised.Select(worker => worker.Status)];

    /// <summary>Nobody may attach any more.</summary>
    public void Close() => _closed = true;

    public string? WhyRefuse(Hello hello)
    {
        if (_closed)
        {
            return "the cluster stops";
        }
        if (hello.Index < 0 || hello.Index >= Supervised.Length)
        {
            return $"the cluster has no worker {hello.Index}";
        }
        var worker = Supervised[hello.Index];
        return worker.Has(hello.Pid) ? null : $"worker {hello.Index} is process {worker.Status.Pid}";
    }

    public void Attached(Hello hello)
    {
        if (!Supervised[hello.Index].TryAttach(hello.Pid, hello.Instance))
        {
            // Its process ended after it had been let in.
            InstanceGone?.Invoke(hello.Instance);
            return;
        }
        WorkerAttached?.Invoke(hello.Index);
    }

    public void Ready(Hello hello, Ready ready)
    {
        Supervised[hello.Index].SetReady(hello.Pid, ready.SharesPort);
        _announcer.Update(Workers);
    }

    public void Detached(Hello hello) => Supervised[hello.Index].SetDetached(hello.Pid);
}
