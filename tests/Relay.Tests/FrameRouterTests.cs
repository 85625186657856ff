using Cluster.Protos;
using Google.Protobuf;
using ServerEvent = Cluster.Protos.ServerEvent;

namespace Cluster.Relay.Tests;

public sealed class FrameRouterTests
{
    private RelayParts _parts = null!;
    private LinkProbe[] _workers = [];

    [SetUp]
    public async Task AttachAsync()
    {
        _parts = new RelayParts();
        var workers = new List<LinkProbe>();
        for (var i = 0; i < 3; i++)
        {
            workers.Add(await _parts.AttachAsync(i));
        }
        _workers = [.. workers];
        foreach (var worker in _workers)
        {
            await worker.DrainAsync();
        }
    }

    [TearDown]
    public async Task CloseAsync()
    {
        foreach (var worker in _workers)
        {
            worker.Dispose();
        }
        await _parts.DisposeAsync();
    }

    [Test]
    public async Task Relay_GoesToEveryOther()
    {
        await RouteAsync(1, new WorkerFrame { Publish = new Publish { Namespace = "/x" } });

        Assert.That(await DrainAsync(), Is.EqualTo(["publish /x", "", "publish /x"]));
    }

    [Test]
    public async Task Request_GoesToEveryOtherAndTheAskerHearsToWhom()
    {
        await RouteAsync(0, new WorkerFrame { Request = new Request { Id = 7, Origin = "pretended" } });

        Assert.That(await DrainAsync(), Is.EqualTo(["routed 7 to instance 1 instance 2", "request 7 of instance 0", "request 7 of instance 0"]));
    }

    [Test]
    public async Task Request_OfTheOnlyWorker_GoesToNobody()
    {
        _parts.Members.Remove(_workers[1].Link, () => { });
        _parts.Members.Remove(_workers[2].Link, () => { });
        await _workers[0].DrainAsync();

        await RouteAsync(0, new WorkerFrame { Request = new Request { Id = 7 } });

        Assert.That(await _workers[0].DrainAsync(), Is.EqualTo(["routed 7 to "]));
    }

    [Test]
    public async Task Response_GoesToItsAskerWithItsTrueSender()
    {
        await RouteAsync(2, new WorkerFrame { Response = new Response { Id = 7, To = "instance 0", From = "pretended" } });
        await RouteAsync(2, new WorkerFrame { Response = new Response { Id = 8, To = "gone" } });

        Assert.That(await DrainAsync(), Is.EqualTo(["response 7 from instance 2", "", ""]));
    }

    [Test]
    public async Task Mark_IsAnsweredBehindTheEventsBeforeIt()
    {
        await RouteAsync(0, new WorkerFrame { Submit = new Submit { Sequence = 1, ServerEvent = new ServerEvent { Namespace = "/" } } });
        await Eventually.TrueAsync(() => _parts.Log.LastNumber == 1, "the commit");

        await RouteAsync(1, new WorkerFrame { ReceiptRequest = new ReceiptRequest { Id = 5 } });

        Assert.That(await _workers[1].DrainAsync(), Is.EqualTo(["event 1", "receipt 5"]));
    }

    [Test]
    public async Task Submit_IsCommittedUnderItsInstanceAndAnswered()
    {
        await RouteAsync(1, new WorkerFrame { Submit = new Submit { Sequence = 1, Connect = new Connect { Namespace = "/", Sid = "sid", Pid = "pid" } } });
        await _workers[1].ReadAsync(2);
        var submit = new Submit
        {
            Sequence = 2,
            Emit = new Emit { Namespace = "/", Packet = ByteString.CopyFromUtf8("body"), Append = new Append { Key = "k", Content = "text" } },
        };

        await RouteAsync(1, new WorkerFrame { Submit = submit });

        var frames = await _workers[1].ReadAsync(2);
        Assert.That(frames.Select(LinkProbe.Describe), Is.EqualTo(["event 2", "answer 2 Sequenced 2 1"]));
        Assert.That((frames[0].Event.Instance, frames[0].Event.Emit.Packet.ToStringUtf8()), Is.EqualTo(("instance 1", "body")));
        Assert.That(_parts.Log.LastSubmission("instance 1"), Is.EqualTo(2));
    }

    [Test]
    public async Task Ready_TellsTheWatcher()
    {
        await RouteAsync(1, new WorkerFrame { Ready = new Ready() });

        Assert.That(_parts.Watcher.Heard, Is.EqualTo(["ready instance 1"]));
    }

    [Test]
    public async Task Submit_WithoutOperationOrNumber_IsAFault()
    {
        WorkerFrame[] wrong =
        [
            new() { Submit = new Submit { Sequence = 1 } },
            new() { Submit = new Submit { Emit = new Emit() } },
            new() { Submit = new Submit { Sequence = 1, Resume = null } },
            new() { Submit = new Submit { Sequence = 1, Join = new RoomChange() } },
            new() { Submit = new Submit { Sequence = 1, TargetChange = new TargetChange() } },
            new() { ReadMissed = new ReadMissed() },
        ];
        foreach (var frame in wrong)
        {
            var thrown = await Assert.ThrowsAsync<LinkException>(() => RouteAsync(0, frame), frame.ToString());
            Assert.That(thrown!.Fault, Is.EqualTo(LinkFault.Protocol));
        }
    }

    [Test]
    public async Task KeepHistory_ForLessThanNothing_IsAFault()
    {
        KeepHistory[] wrong = [new() { MaxEvents = -1 }, new() { MaxAgeMs = -1 }, new() { MaxAgeMs = long.MaxValue }];
        foreach (var keep in wrong)
        {
            var thrown = await Assert.ThrowsAsync<LinkException>(() => RouteAsync(0, new WorkerFrame { KeepHistory = keep }), keep.ToString());
            Assert.That(thrown!.Fault, Is.EqualTo(LinkFault.Protocol));
        }
    }

    [Test]
    public async Task Heartbeat_OrAFrameOfANewerWorker_GoesNowhere()
    {
        await RouteAsync(0, new WorkerFrame { Heartbeat = new WorkerHeartbeat() });
        await RouteAsync(0, new WorkerFrame());

        Assert.That(await DrainAsync(), Is.EqualTo(["", "", ""]));
    }

    private Task RouteAsync(int from, WorkerFrame frame) => _parts.Router.RouteAsync(_workers[from].Link, frame, CancellationToken.None).Within();

    private async Task<string[]> DrainAsync()
    {
        var all = new List<string>();
        foreach (var worker in _workers)
        {
            all.Add(string.Join(", ", await worker.DrainAsync()));
        }
        return [.. all];
    }
}
