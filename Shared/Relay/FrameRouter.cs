using Cluster.Protos;
using SocketIO.Sequencer;

namespace Cluster.Relay;

/// <summary>Decides where a worker's frame goes. It looks at envelopes only, never into a packet.</summary>
internal sealed class FrameRouter(MemberDirectory members, LogWriter writer, ILinkWatcher watcher)
{
    /// <exception cref="LinkException">The worker has said what the protocol does not allow.</exception>
    public ValueTask RouteAsync(WorkerLink from, WorkerFrame frame, CancellationToken cancellation)
    {
        try
        {
            return Route(from, frame, cancellation);
        }
        catch (ProtocolException exception)
        {
            throw new LinkException(LinkFault.Protocol, exception.Message);
        }
    }

    private ValueTask Route(WorkerLink from, WorkerFrame frame, CancellationToken cancellation)
    {
        switch (frame.FrameCase)
        {
            case WorkerFrame.FrameOneofCase.Submit:
                return from.BlockAsync(writer.EnqueueAsync(ToSubmission(from.Instance, frame.Submit), cancellation));
            case WorkerFrame.FrameOneofCase.Publish:
                SendToOthers(from, new PrimaryFrame { Publish = frame.Publish });
                break;
            case WorkerFrame.FrameOneofCase.Request:
                Ask(from, frame.Request);
                break;
            case WorkerFrame.FrameOneofCase.Response:
                frame.Response.From = from.Instance;
                members.Find(frame.Response.To)?.Send(new PrimaryFrame { Response = frame.Response });
                break;
            case WorkerFrame.FrameOneofCase.ReceiptRequest:
                from.Send(new PrimaryFrame { Receipt = new Receipt { Id = frame.ReceiptRequest.Id } });
                break;
            case WorkerFrame.FrameOneofCase.Ready:
                watcher.Ready(from.Hello, frame.Ready);
                break;
            case WorkerFrame.FrameOneofCase.ReadMissed:
                // Which it names is looked at now, so that a link that breaks the rule ends here.
                OperationCodec.Read(frame.ReadMissed.Session);
                from.Ask(frame.ReadMissed);
                break;
            case WorkerFrame.FrameOneofCase.KeepHistory:
                writer.KeepHistory(from.Instance, OperationCodec.Read(frame.KeepHistory));
                break;
            default:
                // A heartbeat, whose arrival is all it has to say, or a frame of a newer worker.
                break;
        }
        return ValueTask.CompletedTask;
    }

    private static Submission ToSubmission(string instance, Submit submit) => submit.Sequence < 1
        ? throw new ProtocolException("a submission has a number")
        : new Submission(instance, submit.Sequence, OperationCodec.Read(submit), OperationCodec.ReadAppend(submit));

    private void Ask(WorkerLink from, Request request)
    {
        request.Origin = from.Instance;
        // Within the lock: a member that leaves is named to the asker after this, so that it is not waited for.
        members.Locked(links =>
        {
            var others = links.Where(link => link != from).ToArray();
            var routed = new RequestRouted { Id = request.Id };
            routed.Instances.AddRange(others.Select(link => link.Instance));
            // First whom to wait for, then the question: an answer must not come before.
            from.Send(new PrimaryFrame { Routed = routed });
            foreach (var link in others)
            {
                link.Send(new PrimaryFrame { Request = request });
            }
        });
    }

    private void SendToOthers(WorkerLink from, PrimaryFrame frame)
    {
        foreach (var link in members.Links)
        {
            if (link != from)
            {
                link.Send(frame);
            }
        }
    }
}
