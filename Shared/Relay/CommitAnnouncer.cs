using Cluster.Protos;
using SocketIO.Sequencer;

namespace Cluster.Relay;

/// <summary>After a commit: wakes every link, and answers the submissions; answers follow their events.</summary>
internal sealed class CommitAnnouncer(MemberDirectory members) : ILogObserver
{
    public void OnCommitted(IReadOnlyList<SubmissionResult> results)
    {
        foreach (var result in results)
        {
            // Nobody waits for what the log does by itself.
            if (result.Submission.Sequence != 0)
            {
                members.Find(result.Submission.Instance)?.Send(ToFrame(result));
            }
        }
        foreach (var link in members.Links)
        {
            link.Wake();
        }
    }

    private static PrimaryFrame ToFrame(in SubmissionResult result) => new()
    {
        Answer = EventCodec.Write(result.Submission.Sequence, result.Status, result.Number, result.DurableId),
    };
}
