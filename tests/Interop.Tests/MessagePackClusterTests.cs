using System.Text.Json;
using Interop.Tests.Clients;
using Testing.Processes;
using static Client.Tests.Support.Values;

namespace Interop.Tests;

/// <summary>The official client with MessagePack, on two workers of a real cluster: what goes from one to the other.</summary>
public sealed class MessagePackClusterTests
{
    private ClusterProcess _cluster = null!;
    private LineClient _near = null!;
    private LineClient _far = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _cluster = await ClusterProcess.StartAsync(new ClusterSettings
        {
            Worker = BuildOutput.TestWorker,
            Environment = new Dictionary<string, string> { ["TEST_WORKER_PARSER"] = "msgpack" },
        });
        _near = await ConnectAsync(0);
        _far = await ConnectAsync(1);
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (_near is not null)
        {
            await _near.DisposeAsync();
        }
        if (_far is not null)
        {
            await _far.DisposeAsync();
        }
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    [SetUp]
    public async Task ForgetAsync()
    {
        await _near.ForgetAsync();
        await _far.ForgetAsync();
    }

    [TestCase("all")]
    [TestCase("volatile")]
    public async Task Broadcast_NestedBytes_ReachesBothWorkers(string eventName)
    {
        var payload = new { text = "ä€😀", number = -1.5, none = (string?)null, files = new[] { Bytes(1, 2), Bytes(), Bytes(255) } };

        await _near.EmitAsync(eventName, payload);

        foreach (var client in new[] { _near, _far })
        {
            Assert.That(await client.WaitAsync(eventName), Is.EqualTo([Json(new[] { payload })]));
        }
    }

    [Test]
    public async Task Broadcast_RoomOfTheOtherWorker_ReachesIt()
    {
        await _far.AskAsync("join", "far away");

        await _near.EmitAsync("room", new[] { "far away" }, new string('x', 70_000));
        await _near.EmitAsync("room", new[] { "far away" }, Bytes([.. Enumerable.Repeat((byte)7, 70_000)]));

        Assert.That(
            await _far.WaitAsync("room", 2),
            Is.EqualTo([Json(new[] { new string('x', 70_000) }), Json(new[] { Bytes([.. Enumerable.Repeat((byte)7, 70_000)]) })]));
    }

    [Test]
    public async Task BroadcastWithAck_ClientsOfBothWorkers_HasTheirAnswersWithBytes()
    {
        await _near.AskAsync("join", "asked");
        await _far.AskAsync("join", "asked");
        await _near.RespondAsync("question", Bytes(1));
        await _far.RespondAsync("question", Bytes(2, 2));

        var answer = JsonElement.Parse(await _near.AskAsync("ask room", 10_000, "asked", new { topic = Bytes(9) }));

        var expected = new[] { ((await _near.StateAsync()).Id, 1), ((await _far.StateAsync()).Id, 2) };
        Assert.That(
            answer[0].EnumerateArray().Select(item => (item.GetProperty("id").GetString(), item.GetProperty("length").GetInt32())),
            Is.EquivalentTo(expected));
        Assert.That((answer[1].GetArrayLength(), answer[2].GetInt32()), Is.EqualTo((0, 0)), "what is missing");
        Assert.That(await _far.WaitAsync("question"), Is.EqualTo([Json(new[] { new { topic = Bytes(9) } })]));
    }

    [Test]
    public async Task ServerSideEmitWithAck_Bytes_ComeBack()
    {
        var answer = JsonElement.Parse(await _near.AskAsync("ask workers", 10_000, new { bytes = Bytes(1, 2, 3) }));

        Assert.That(answer[0].EnumerateArray().Select(pid => pid.GetInt32()), Is.EqualTo([await _cluster.WorkerPidAsync(1)]));
        Assert.That(answer[1].GetInt32(), Is.Zero, "workers that are missing");
        Assert.That(Json(answer[2]), Is.EqualTo(Json(new { bytes = Bytes(1, 2, 3) })));
    }

    [Test]
    public async Task DisconnectSockets_OnTheOtherWorker_ComesBehindTheEvent()
    {
        await using var doomed = await ConnectAsync(1);
        await doomed.AskAsync("join", "doomed");

        await _near.EmitAsync("room", new[] { "doomed" }, "last words");
        await _near.EmitAsync("disconnect sockets", "doomed", false);

        Assert.That((await doomed.WaitStateAsync(new { disconnects = 1 })).Disconnects, Is.EqualTo(["io server disconnect"]));
        Assert.That(await doomed.WaitAsync("room"), Is.EqualTo(["[\"last words\"]"]));
    }

    private Task<LineClient> ConnectAsync(int worker) =>
        LineClient.ConnectAsync(Servers.CallNode, _cluster.Url(worker), new { transports = new[] { "websocket" } }, "msgpack");
}
