using Cluster.Protos;

namespace ClusterAdapter.Requests;

/// <summary>One question under way: whom it went to, and who has answered.</summary>
internal sealed class PendingRequest(Action<Response> onAnswer)
{
    private readonly Lock _lock = new();
    private readonly List<Response> _responses = [];
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    private bool _routed;
    private bool _ended;

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
            if (_ended || !_waiting.Contains(response.From))
            {
                return;
            }
            if (response.AnswerCase == Response.AnswerOneofCase.None)
            {
                // It has nothing to say, or could not read the question.
                _gone.Add(response.From);
            }
            else
            {
                _responses.Add(response);
                onAnswer(response);
                _begun.Add(response.From);
            }
            if (!response.More)
            {
                _waiting.Remove(response.From);
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

    /// <summary>What has come until now; nothing more is taken.</summary>
    public ClusterAnswers End()
    {
        lock (_lock)
        {
            _ended = true;
            // Who has begun to answer and is there is not missing: some of its sockets are.
            return new ClusterAnswers([.. _responses], [.. _gone, .. _waiting.Except(_begun)]);
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
