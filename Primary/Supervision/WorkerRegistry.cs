using Cluster.Protos;
using Cluster.Relay;
using Primary.Hosting;

namespace Primary.Supervision;

/// <summary>The workers' places, and which process may take which: what the relay asks and tells.</summary>
internal sealed class WorkerRegistry : IRelayWatcher
{
    private readonly ReadyAnnouncer _announcer;
    private volatile bool _closed;

    public WorkerRegistry(PrimaryOptions options, WorkerLauncher launcher, ReadyAnnouncer announcer, TimeProvider time, ILogger<WorkerRegistry> logger)
    {
        _announcer = announcer;
        Slots = [.. Enumerable.Range(0, options.Workers).Select(index => new WorkerSlot(index, options, launcher, logger, time))];
        foreach (var slot in Slots)
        {
            slot.InstanceGone += instance => InstanceGone?.Invoke(instance);
        }
    }

    /// <summary>Raised when an instance's process has ended, or was given up.</summary>
    public event Action<string>? InstanceGone;

    /// <summary>Raised when a worker has attached.</summary>
    public event Action<int>? WorkerAttached;

    public WorkerSlot[] Slots { get; }

    public IReadOnlyList<WorkerStatus> Workers => [.. Slots.Select(slot => slot.Status)];

    /// <summary>Nobody may attach any more.</summary>
    public void Close() => _closed = true;

    public string? WhyRefuse(Hello hello)
    {
        if (_closed)
        {
            return "the cluster stops";
        }
        if (hello.Index < 0 || hello.Index >= Slots.Length)
        {
            return $"the cluster has no worker {hello.Index}";
        }
        var pid = Slots[hello.Index].Status.Pid;
        return pid == hello.Pid ? null : $"worker {hello.Index} is process {pid}";
    }

    public void Attached(Hello hello)
    {
        if (!Slots[hello.Index].TryAttach(hello.Pid, hello.Instance))
        {
            // Its process ended after it had been let in.
            InstanceGone?.Invoke(hello.Instance);
            return;
        }
        WorkerAttached?.Invoke(hello.Index);
    }

    public void Ready(Hello hello)
    {
        // A stream may still hold the words of a process that is gone.
        if (Slots[hello.Index].Status.Pid == hello.Pid)
        {
            Slots[hello.Index].Set(WorkerState.Ready);
            _announcer.Update(Workers);
        }
    }

    public void Detached(Hello hello)
    {
        var slot = Slots[hello.Index];
        if (slot.Status.Pid == hello.Pid && slot.Status.State == WorkerState.Ready)
        {
            slot.Set(WorkerState.Detached);
        }
    }
}
