using Cluster.Protos;
using EventLog;
using Primary.Directory;

namespace Primary.Relay;

/// <summary>After a commit: wakes every link, and answers the submissions; answers follow their events.</summary>
internal sealed class CommitAnnouncer(MemberDirectory members) : ILogObserver
{
    public void OnCommitted(IReadOnlyList<SubmissionResult> results)
    {
        foreach (var result in results)
        {
            members.Find(result.Submission.Instance)?.Send(new PrimaryFrame
            {
                Answer = new SubmitAnswer
                {
                    Sequence = result.Submission.Sequence,
                    Status = ToStatus(result.Status),
                    Number = result.Number,
                    DurableId = result.DurableId,
                },
            });
        }
        foreach (var link in members.Links)
        {
            link.Wake();
        }
    }

    private static SubmitAnswer.Types.Status ToStatus(SubmissionStatus status) => status switch
    {
        SubmissionStatus.Sequenced => SubmitAnswer.Types.Status.Sequenced,
        SubmissionStatus.Duplicate => SubmitAnswer.Types.Status.Duplicate,
        SubmissionStatus.KeyConflict => SubmitAnswer.Types.Status.KeyConflict,
        SubmissionStatus.AlreadyCommitted => SubmitAnswer.Types.Status.AlreadyCommitted,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
