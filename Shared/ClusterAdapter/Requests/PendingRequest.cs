using Cluster.Protos;

namespace ClusterAdapter.Requests;

/// <summary>One question under way: whom it went to, and who has answered.</summary>
internal sealed class PendingRequest
{
    private readonly Lock _lock = new();
    private readonly List<Response> _responses = [];
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _routed;

    public Task Completed => _completed.Task;

    public void Expect(IEnumerable<string> instances)
    {
        lock (_lock)
        {
            _routed = true;
            _waiting.UnionWith(instances);
            Check();
        }
    }

    public void Add(Response response)
    {
        lock (_lock)
        {
            if (_waiting.Remove(response.From))
            {
                _responses.Add(response);
                Check();
            }
        }
    }

    /// <summary>Gives up waiting for those that are not present.</summary>
    public void Keep(HashSet<string> present)
    {
        lock (_lock)
        {
            _gone.UnionWith(_waiting.Where(instance => !present.Contains(instance)));
            _waiting.ExceptWith(_gone);
            Check();
        }
    }

    /// <summary>Gives up waiting for everybody.</summary>
    public void Abandon(IEnumerable<string> others)
    {
        lock (_lock)
        {
            _gone.UnionWith(_routed ? _waiting : others);
            _waiting.Clear();
            _routed = true;
            Check();
        }
    }

    public ClusterAnswers Result()
    {
        lock (_lock)
        {
            return new ClusterAnswers([.. _responses], [.. _gone, .. _waiting]);
        }
    }

    private void Check()
    {
        if (_routed && _waiting.Count == 0)
        {
            _completed.TrySetResult();
        }
    }
}
