using System.Collections.Concurrent;
using Cluster.Protos;
using ClusterAdapter.Link;

namespace ClusterAdapter.Requests;

/// <summary>
/// Asks every other worker a question. A worker that leaves the cluster is not waited for, so that a question never
/// hangs; one that is only slow has 5 s, unless the asker says otherwise.
/// </summary>
internal sealed class ClusterRequests(Publisher publisher, ClusterMembers members, TimeProvider time)
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<long, PendingRequest> _pending = new();
    private long _last;

    public Task<ClusterAnswers> AskAsync(Request request, CancellationToken cancellation) =>
        AskAsync(request, null, _ => { }, cancellation);

    /// <summary>Asks, and hands on every answer as it comes, too; one at a time, and none after the end.</summary>
    public async Task<ClusterAnswers> AskAsync(Request request, TimeSpan? patience, Action<Response> onAnswer, CancellationToken cancellation)
    {
        request.Id = Interlocked.Increment(ref _last);
        var pending = new PendingRequest(onAnswer);
        _pending[request.Id] = pending;
        var timedOut = false;
        try
        {
            if (!publisher.Send(new WorkerFrame { Request = request }))
            {
                return new ClusterAnswers([], [.. members.Others.Select(member => member.Instance)]);
            }
            await pending.Completed.WaitAsync(patience ?? DefaultPatience, time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Whoever is missing by now is reported.
            timedOut = true;
        }
        finally
        {
            _pending.TryRemove(request.Id, out _);
        }
        return pending.End() with { TimedOut = timedOut };
    }

    /// <summary>The primary has said whom a question went to.</summary>
    public void Routed(RequestRouted routed)
    {
        if (_pending.TryGetValue(routed.Id, out var pending))
        {
            pending.Expect(routed.Instances);
        }
    }

    public void Answered(Response response)
    {
        if (_pending.TryGetValue(response.Id, out var pending))
        {
            pending.Add(response);
        }
    }

    /// <summary>The members have changed: those that are gone answer no more.</summary>
    public void MembersChanged()
    {
        var present = members.Others.Select(member => member.Instance).ToHashSet(StringComparer.Ordinal);
        foreach (var pending in _pending.Values)
        {
            pending.Keep(present);
        }
    }

    /// <summary>The stream broke: no answer will come any more.</summary>
    public void Detached()
    {
        foreach (var pending in _pending.Values)
        {
            pending.Abandon(members.Others.Select(member => member.Instance));
        }
    }
}

/// <summary>What the other workers answered.</summary>
/// <param name="Responses">The answers.</param>
/// <param name="Missing">The instances that gave none.</param>
/// <param name="TimedOut">Whether time was up before all had answered or gone.</param>
internal sealed record ClusterAnswers(IReadOnlyList<Response> Responses, IReadOnlyList<string> Missing, bool TimedOut = false);
