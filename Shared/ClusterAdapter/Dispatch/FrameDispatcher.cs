using Cluster.Protos;
using ClusterAdapter.Adapter;
using ClusterAdapter.Durable;
using ClusterAdapter.Lifetime;
using ClusterAdapter.Link;
using ClusterAdapter.Requests;
using ClusterAdapter.Sequenced;
using Microsoft.Extensions.Logging;

namespace ClusterAdapter.Dispatch;

/// <summary>Hands what comes from the primary to whoever it is for, in order, on one thread.</summary>
internal sealed class FrameDispatcher(
    LinkState state,
    SubmissionBuffer submissions,
    ClusterDurableLog log,
    ClusterSequencer sequencer,
    ClusterMembers members,
    ClusterRequests requests,
    Receipts receipts,
    Publisher publisher,
    ClusterAdapterFactory adapters,
    ClusterMetrics metrics,
    IHandover handover,
    WorkerExit exit,
    ILogger<FrameDispatcher> logger) : IFrameHandler
{
    public void OnWelcome(Welcome welcome, bool isFirst)
    {
        if (isFirst)
        {
            log.Start();
        }
    }

    public void OnAttached(Outbox outbox)
    {
        // First what must not be lost, in its order.
        submissions.Attach(outbox);
        sequencer.Attach(outbox);
        publisher.Attach(outbox);
    }

    public void OnDetached()
    {
        publisher.Attach(null);
        requests.Detached();
        receipts.Detached();
    }

    public void OnFrame(PrimaryFrame frame)
    {
        try
        {
            Dispatch(frame);
        }
        catch (Exception exception)
        {
            Log.FrameFailed(logger, exception);
            if (frame.FrameCase is PrimaryFrame.FrameOneofCase.Event or PrimaryFrame.FrameOneofCase.Missed)
            {
                // Going on would leave a gap that no client notices; started afresh, they read it as history.
                exit.GiveUp("an event could not be delivered");
                throw;
            }
        }
    }

    public void OnComplete(long number)
    {
        // What does not concern this worker is not sent to it.
        if (number > state.Applied)
        {
            state.Applied = number;
        }
    }

    private void Dispatch(PrimaryFrame frame)
    {
        switch (frame.FrameCase)
        {
            case PrimaryFrame.FrameOneofCase.Event:
                Apply(frame.Event);
                break;
            case PrimaryFrame.FrameOneofCase.Missed:
                sequencer.Take(frame.Missed);
                break;
            case PrimaryFrame.FrameOneofCase.Presence:
                sequencer.Take(frame.Presence);
                break;
            case PrimaryFrame.FrameOneofCase.Heartbeat:
                OnComplete(frame.Heartbeat.CompleteTo);
                break;
            case PrimaryFrame.FrameOneofCase.Answer:
                submissions.Complete(frame.Answer);
                break;
            case PrimaryFrame.FrameOneofCase.Publish:
                adapters.Find(frame.Publish.Namespace)?.Apply(frame.Publish);
                break;
            case PrimaryFrame.FrameOneofCase.Members:
                members.Replace(frame.Members);
                requests.MembersChanged();
                break;
            case PrimaryFrame.FrameOneofCase.Request:
                Answer(frame.Request);
                break;
            case PrimaryFrame.FrameOneofCase.Routed:
                requests.Routed(frame.Routed);
                break;
            case PrimaryFrame.FrameOneofCase.Response:
                requests.Answered(frame.Response);
                break;
            case PrimaryFrame.FrameOneofCase.Receipt:
                receipts.Received(frame.Receipt.Id);
                break;
            case PrimaryFrame.FrameOneofCase.Drain:
                handover.Begin(TimeSpan.FromMilliseconds(frame.Drain.WindowMs));
                break;
            default:
                // A frame of a newer primary.
                break;
        }
    }

    private void Apply(Event logged)
    {
        // What was sent again after a broken stream is applied once.
        if (logged.Number <= state.Applied)
        {
            return;
        }
        sequencer.Apply(logged);
        state.Applied = logged.Number;
        metrics.Applied();
    }

    private void Answer(Request request)
    {
        if (adapters.Find(request.Namespace) is { } adapter)
        {
            adapter.Answer(request);
        }
        else
        {
            // A namespace that this worker does not have is answered too: nobody is in it.
            publisher.Send(new Response { Id = request.Id, To = request.Origin, Sockets = new Sockets() });
        }
    }
}
