using Cluster.Protos;

namespace Cluster.Relay;

/// <summary>Who is attached: an immutable snapshot with a version, which every worker gets at each change.</summary>
internal sealed class MemberDirectory
{
    private readonly Lock _lock = new();
    private Snapshot _current = new(0, []);

    /// <summary>The links of the attached workers.</summary>
    public IReadOnlyList<WorkerLink> Links => Volatile.Read(ref _current).Links;

    public WorkerLink? Find(string instance)
    {
        foreach (var link in Links)
        {
            if (link.Instance == instance)
            {
                return link;
            }
        }
        return null;
    }

    /// <summary>Does something with the links while no member can come or go.</summary>
    public void Locked(Action<IReadOnlyList<WorkerLink>> work)
    {
        lock (_lock)
        {
            work(_current.Links);
        }
    }

    /// <summary>
    /// Takes a worker in. A former link of the same process is cut: it is half-open. Another process of the same worker
    /// may be there beside it: in a rolling restart the one that comes and the one that goes.
    /// </summary>
    public void Add(WorkerLink link)
    {
        lock (_lock)
        {
            foreach (var former in _current.Links.Where(former => former.Instance == link.Instance))
            {
                former.Stop();
            }
            Change([.. _current.Links.Where(other => other.Instance != link.Instance), link]);
        }
    }

    /// <summary>Takes a link out, if it is still the worker's.</summary>
    /// <param name="link">The link.</param>
    /// <param name="gone">Is called if the worker is no longer attached, before it can be attached again: otherwise the news would
    /// come in the wrong order.</param>
    public void Remove(WorkerLink link, Action gone)
    {
        lock (_lock)
        {
            if (_current.Links.Contains(link))
            {
                Change([.. _current.Links.Where(other => other != link)]);
                gone();
            }
        }
    }

    private void Change(WorkerLink[] links)
    {
        var next = new Snapshot(_current.Version + 1, links);
        Volatile.Write(ref _current, next);
        var members = new Members { Version = next.Version };
        members.Members_.AddRange(links.Select(link => new Member
        {
            Index = link.Index,
            Instance = link.Instance,
            Pid = link.Hello.Pid,
            Port = link.Hello.Port,
        }));
        foreach (var link in links)
        {
            link.Send(new PrimaryFrame { Members = members });
        }
    }

    private sealed record Snapshot(long Version, WorkerLink[] Links);
}
