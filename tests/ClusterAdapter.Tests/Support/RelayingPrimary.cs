using System.Collections.Concurrent;
using Cluster.Protos;
using Grpc.Core;

namespace ClusterAdapter.Tests.Support;

/// <summary>Plays a primary that passes frames between its workers as the real one does, and has no log.</summary>
internal sealed class RelayingPrimary(FakePrimary primary)
{
    private readonly ConcurrentDictionary<string, (Attachment Attachment, SemaphoreSlim Writing)> _workers = new();

    public FakePrimary Primary => primary;

    /// <summary>Takes in the next worker and serves it from then on.</summary>
    public async Task TakeInAsync()
    {
        var attachment = await primary.AttachedAsync();
        await attachment.WelcomeAsync();
        Assert.That((await attachment.ReadAsync()).FrameCase, Is.EqualTo(WorkerFrame.FrameOneofCase.Ready));
        _workers[attachment.Hello.Instance] = (attachment, new SemaphoreSlim(1));
        var members = new Members();
        members.Members_.AddRange(_workers.Keys.Select(instance => new Member { Instance = instance }));
        foreach (var instance in _workers.Keys)
        {
            await SendAsync(instance, new PrimaryFrame { Members = members });
        }
        _ = ServeAsync(attachment);
    }

    public Task StopAsync() => primary.DisposeAsync().AsTask();

    private async Task ServeAsync(Attachment attachment)
    {
        var own = attachment.Hello.Instance;
        try
        {
            while (true)
            {
                await RouteAsync(own, await attachment.ReadUnboundedAsync());
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or RpcException or InvalidOperationException)
        {
            // The worker or the test has ended the stream.
            attachment.End();
        }
    }

    private async Task RouteAsync(string own, WorkerFrame frame)
    {
        var others = _workers.Keys.Where(instance => instance != own).ToArray();
        switch (frame.FrameCase)
        {
            case WorkerFrame.FrameOneofCase.Publish:
                await SendToAllAsync(others, new PrimaryFrame { Publish = frame.Publish });
                break;
            case WorkerFrame.FrameOneofCase.Request:
                frame.Request.Origin = own;
                await SendAsync(own, new PrimaryFrame { Routed = new RequestRouted { Id = frame.Request.Id, Instances = { others } } });
                await SendToAllAsync(others, new PrimaryFrame { Request = frame.Request });
                break;
            case WorkerFrame.FrameOneofCase.Response:
                frame.Response.From = own;
                await SendAsync(frame.Response.To, new PrimaryFrame { Response = frame.Response });
                break;
            case WorkerFrame.FrameOneofCase.ReceiptRequest:
                await SendAsync(own, new PrimaryFrame { Receipt = new Receipt { Id = frame.ReceiptRequest.Id } });
                break;
            default:
                break;
        }
    }

    private async Task SendToAllAsync(string[] instances, PrimaryFrame frame)
    {
        foreach (var instance in instances)
        {
            await SendAsync(instance, frame);
        }
    }

    private async Task SendAsync(string instance, PrimaryFrame frame)
    {
        var (attachment, writing) = _workers[instance];
        await writing.WaitAsync();
        try
        {
            await attachment.SendAsync(frame);
        }
        finally
        {
            writing.Release();
        }
    }
}
