using System.Security.Cryptography;
using System.Text;
using Cluster.Protos;
using EventLog;
using Grpc.Core;
using Primary.Directory;
using Primary.Hosting;
using Primary.Supervision;

namespace Primary.Relay;

/// <summary>The gRPC service: one call for each attached worker.</summary>
internal sealed class ClusterService(
    SequencedLog log,
    MemberDirectory members,
    FrameRouter router,
    Supervisor supervisor,
    RelayEndpoint endpoint,
    DataDirectory directory,
    TimeProvider time,
    ILogger<ClusterService> logger) : Cluster.Protos.Cluster.ClusterBase
{
    public override async Task Attach(IAsyncStreamReader<WorkerBatch> requestStream, IServerStreamWriter<PrimaryBatch> responseStream, ServerCallContext context)
    {
        CheckToken(context);
        var (hello, first) = await ReadHelloAsync(requestStream, context.CancellationToken).ConfigureAwait(false);
        if (supervisor.WhyRefuse(hello) is { } reason)
        {
            Log.AttachRefused(logger, hello.Index, hello.Pid, reason);
            throw new RpcException(new Status(StatusCode.PermissionDenied, reason));
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var link = new WorkerLink(hello, log, time, stop);
        await WelcomeAsync(link, responseStream, stop.Token).ConfigureAwait(false);
        members.Add(link);
        supervisor.WorkerAttached(link);
        Log.Attached(logger, hello.Index, hello.Pid);
        try
        {
            await RunAsync(link, first, requestStream, responseStream, stop).ConfigureAwait(false);
        }
        finally
        {
            if (members.Remove(link))
            {
                supervisor.WorkerDetached(hello);
            }
        }
    }

    private async Task WelcomeAsync(WorkerLink link, IServerStreamWriter<PrimaryBatch> stream, CancellationToken cancellation)
    {
        var hello = link.Hello;
        var known = hello.Epoch == log.Epoch;
        // In this order: an event committed in between is sent, and the worker knows its id already. The other way
        // round the worker would believe that it had to come yet.
        var head = log.LastNumber;
        var durableId = log.LastDurableId;
        var welcome = new Welcome
        {
            Epoch = log.Epoch,
            Incarnation = log.Incarnation,
            Committed = log.LastSubmission(hello.Instance),
            Head = head,
            DurableId = durableId,
            Database = directory.Database,
        };
        link.StartAt(known ? hello.Applied : head);
        await stream.WriteAsync(new PrimaryBatch { Frames = { new PrimaryFrame { Welcome = welcome } } }, cancellation).ConfigureAwait(false);
    }

    private async Task RunAsync(
        WorkerLink link,
        IEnumerable<WorkerFrame> first,
        IAsyncStreamReader<WorkerBatch> requests,
        IServerStreamWriter<PrimaryBatch> responses,
        CancellationTokenSource stop)
    {
        link.Wake();
        var pump = link.PumpAsync(responses, stop.Token);
        var reader = ReadAsync(link, first, requests, stop.Token);
        try
        {
            await (await Task.WhenAny(pump, reader).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsEndOfStream(exception, stop.Token))
        {
            Log.Detached(logger, link.Index, link.Hello.Pid);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(pump, reader).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(WorkerLink link, IEnumerable<WorkerFrame> first, IAsyncStreamReader<WorkerBatch> requests, CancellationToken cancellation)
    {
        foreach (var frame in first)
        {
            await router.RouteAsync(link, frame, cancellation).ConfigureAwait(false);
        }
        while (await requests.MoveNext(cancellation).ConfigureAwait(false))
        {
            link.Seen();
            foreach (var frame in requests.Current.Frames)
            {
                await router.RouteAsync(link, frame, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static async Task<(Hello Hello, IEnumerable<WorkerFrame> First)> ReadHelloAsync(IAsyncStreamReader<WorkerBatch> requests, CancellationToken cancellation)
    {
        if (await requests.MoveNext(cancellation).ConfigureAwait(false) && requests.Current.Frames is [{ Hello: { } hello }, ..] frames)
        {
            return (hello, frames.Skip(1));
        }
        throw new RpcException(new Status(StatusCode.InvalidArgument, "a stream begins with a Hello"));
    }

    private void CheckToken(ServerCallContext context)
    {
        var shown = context.RequestHeaders.GetValue("x-cluster-token") ?? "";
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(endpoint.Token)))
        {
            throw new RpcException(new Status(StatusCode.Unauthenticated, "the token is wrong"));
        }
    }

    // A killed worker shows as a reset, a cancelled call or a failed read, depending on what was under way.
    private static bool IsEndOfStream(Exception exception, CancellationToken stopped) =>
        exception is IOException or OperationCanceledException || (exception is RpcException or InvalidOperationException && stopped.IsCancellationRequested);
}
