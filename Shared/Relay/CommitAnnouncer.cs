using Cluster.Protos;
using EventLog;

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
        Answer = new SubmitAnswer
        {
            Sequence = result.Submission.Sequence,
            Status = ToStatus(result.Status),
            Number = result.Number,
            DurableId = result.DurableId,
        },
    };

    private static SubmitAnswer.Types.Status ToStatus(SubmissionStatus status) => status switch
    {
        SubmissionStatus.Sequenced => SubmitAnswer.Types.Status.Sequenced,
        SubmissionStatus.Duplicate => SubmitAnswer.Types.Status.Duplicate,
        SubmissionStatus.KeyConflict => SubmitAnswer.Types.Status.KeyConflict,
        SubmissionStatus.AlreadyCommitted => SubmitAnswer.Types.Status.AlreadyCommitted,
        SubmissionStatus.Denied => SubmitAnswer.Types.Status.Denied,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
