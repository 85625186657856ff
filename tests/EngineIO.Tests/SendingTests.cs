using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace EngineIO.Tests;

public sealed class SendingTests
{
    [Test]
    public async Task Send_OneMessageToMany_ReachesAll()
    {
        await using var server = await EngineServer.StartAsync();
        var clients = new List<WsClient>();
        for (var i = 0; i < 50; i++)
        {
            clients.Add(await WsClient.OpenAsync(server));
        }
        var polling = await PollingClient.OpenAsync(server);
        var text = OutboundMessage.Text("to all");
        var binary = OutboundMessage.Binary([1, 2, 3, 4]);

        foreach (var sid in clients.Select(client => client.Sid).Append(polling.Sid))
        {
            server.Handler[sid].Socket.Send(text);
            server.Handler[sid].Socket.Send(binary);
        }

        foreach (var client in clients)
        {
            Assert.That(await client.ReadAsync(), Is.EqualTo("4to all"));
            Assert.That(await client.ReadAsync(), Is.EqualTo("hex:01020304"));
            client.Dispose();
        }
        Assert.That(await polling.PollAsync(), Is.EqualTo("4to all\u001ebAQIDBA=="));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Send_GroupsFromManyThreads_AreNeverInterleaved(bool webSocket)
    {
        const int threads = 4;
        const int groups = 200;
        await using var server = await EngineServer.StartAsync();
        using var client = webSocket ? await WsClient.OpenAsync(server) : null;
        var polling = webSocket ? null : await PollingClient.OpenAsync(server);
        var socket = server.Handler[client?.Sid ?? polling!.Sid].Socket;
        var senders = Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < groups; i++)
            {
                var name = $"{thread}.{i}";
                socket.Send([OutboundMessage.Text(name + "a"), OutboundMessage.Text(name + "b"), OutboundMessage.Text(name + "c")]);
                socket.Send(OutboundMessage.Text("single"));
            }
        })).ToArray();

        var received = new List<string>();
        while (received.Count < threads * groups * 4)
        {
            received.AddRange(client is not null ? [await client.ReadAsync()] : (await polling!.PollAsync()).Split('\u001e'));
        }
        await Task.WhenAll(senders).Within();

        var next = new int[threads];
        var rest = new Queue<string>(received.Where(packet => packet != "4single"));
        var positions = received.Index().Where(packet => packet.Item.EndsWith('a')).Select(packet => packet.Index).ToList();
        Assert.That(positions, Has.All.Matches<int>(at => received[at + 1] == received[at][..^1] + "b" && received[at + 2] == received[at][..^1] + "c"));
        Assert.That(positions, Has.Count.EqualTo(threads * groups));
        foreach (var at in positions)
        {
            var parts = received[at][1..^1].Split('.');
            Assert.That(int.Parse(parts[1]), Is.EqualTo(next[int.Parse(parts[0])]++), "a thread's own order");
        }
    }

    [Test]
    public async Task Send_ClientDoesNotRead_IsBoundedAndDisconnected()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { MaxSendQueueBytes = 1_000_000 });
        using var slow = await SlowClientAsync(server);
        using var other = await WsClient.OpenAsync(server);
        var socket = server.Handler[slow.Sid].Socket;
        var message = OutboundMessage.Text(new string('x', 50_000));
        var most = 0L;

        for (var i = 0; i < 2000 && socket.IsOpen; i++)
        {
            socket.Send(message);
            most = Math.Max(most, socket.QueuedBytes);
        }

        Assert.That(socket.IsOpen, Is.False);
        Assert.That(most, Is.LessThanOrEqualTo(1_000_000));
        Assert.That(await server.Handler[slow.Sid].ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
        Assert.That(server.Logs.CountOf(4), Is.EqualTo(1));
        await other.SendAsync("4alive");
        Assert.That(await other.ReadAsync(), Is.EqualTo("4alive"));
    }

    [Test]
    public async Task Send_NobodyPolls_IsBoundedAndDisconnected()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { MaxSendQueueBytes = 1000 });
        var client = await PollingClient.OpenAsync(server);
        var socket = client.Session.Socket;
        socket.Send(OutboundMessage.Text(new string('x', 5000)));
        Assert.That(socket.IsOpen, "a single message may be larger");

        socket.Send(OutboundMessage.Text("y"));

        Assert.That(await client.Session.ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
        Assert.That(server.Engine.ClientsCount, Is.Zero);
    }

    [Test]
    public async Task WaitForDrain_SlowClient_CompletesWhenItHasRead()
    {
        await using var server = await EngineServer.StartAsync();
        using var slow = await SlowClientAsync(server);
        var socket = server.Handler[slow.Sid].Socket;
        await socket.WaitForDrainAsync(CancellationToken.None).Within();
        var message = OutboundMessage.Binary(new byte[100_000]);
        while (socket.QueuedBytes < 2_000_000)
        {
            socket.Send(message);
        }
        var drained = socket.WaitForDrainAsync(CancellationToken.None).AsTask();
        Assert.That(drained.IsCompleted, Is.False);
        // Between two writes it is; the one that the client does not take lasts.
        await Eventually.TrueAsync(() => !socket.IsWritable, "the write that waits");

        using var reading = new CancellationTokenSource();
        var reader = slow.ReadAllAsync(reading.Token);

        await drained.Within();
        Assert.That(socket.QueuedBytes, Is.Zero);
        await reading.CancelAsync();
        await reader.Within();
    }

    [Test]
    public async Task WaitForDrain_Polling_CompletesWithThePoll()
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);
        client.Session.Socket.Send(OutboundMessage.Text("a"));
        var drained = client.Session.Socket.WaitForDrainAsync(CancellationToken.None).AsTask();
        Assert.That(drained.IsCompleted, Is.False);

        await client.PollAsync();

        await drained.Within();
    }

    [Test]
    public async Task WaitForDrain_SessionCloses_Completes()
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);
        client.Session.Socket.Send(OutboundMessage.Text("a"));
        var drained = client.Session.Socket.WaitForDrainAsync(CancellationToken.None).AsTask();

        client.Session.Socket.Close();

        await drained.Within();
    }

    [Test]
    public async Task WaitForDrain_Cancelled_Throws()
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);
        client.Session.Socket.Send(OutboundMessage.Text("a"));
        using var cancelled = new CancellationTokenSource();
        var drained = client.Session.Socket.WaitForDrainAsync(cancelled.Token).AsTask();

        await cancelled.CancelAsync();

        Assert.That(async () => await drained.Within(), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task WaitForDrain_Upgrade_FollowsTheQueueToTheWebSocket()
    {
        await using var server = await EngineServer.StartAsync();
        var polling = await PollingClient.OpenAsync(server);
        polling.Session.Socket.Send(OutboundMessage.Text("a"));
        var drained = polling.Session.Socket.WaitForDrainAsync(CancellationToken.None).AsTask();
        using var client = await WsClient.UpgradeAsync(server, polling.Sid);

        Assert.That(await client.ReadAsync(), Is.EqualTo("4a"));
        await drained.Within();
    }

    [Test]
    public async Task Send_IdleWebSocket_DoesNotAllocate()
    {
        await using var server = await EngineServer.StartAsync();
        using var client = await WsClient.OpenAsync(server);
        var socket = server.Handler[client.Sid].Socket;
        var message = OutboundMessage.Text("x");
        var least = long.MaxValue;
        for (var i = 0; i < 200; i++)
        {
            await socket.WaitForDrainAsync(CancellationToken.None).Within();
            var before = GC.GetAllocatedBytesForCurrentThread();
            socket.Send(message);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            await client.ReadAsync();
        }

        Assert.That(least, Is.Zero);
    }

    private static async Task<SlowClient> SlowClientAsync(EngineServer server)
    {
        var client = new SlowClient();
        await client.ConnectAsync(server);
        return client;
    }

    /// <summary>A WebSocket client with small buffers that reads only when told to.</summary>
    private sealed class SlowClient : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 8192 };

        public string Sid { get; private set; } = "";

        public async Task ConnectAsync(EngineServer server)
        {
            await _socket.ConnectAsync("127.0.0.1", server.Port).Within();
            var request = "GET /engine.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n" +
                "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
            await _socket.SendAsync(Encoding.ASCII.GetBytes(request)).Within();
            var text = "";
            var buffer = new byte[1024];
            while (!text.EndsWith('}'))
            {
                text += Encoding.Latin1.GetString(buffer, 0, await _socket.ReceiveAsync(buffer).Within());
            }
            using var open = JsonDocument.Parse(text[text.IndexOf('{')..]);
            Sid = open.RootElement.GetProperty("sid").GetString()!;
        }

        public async Task ReadAllAsync(CancellationToken cancellationToken)
        {
            var buffer = new byte[64 * 1024];
            try
            {
                while (await _socket.ReceiveAsync(buffer, cancellationToken) > 0)
                {
                }
            }
            catch (OperationCanceledException)
            {
            }
        }

        public void Dispose() => _socket.Dispose();
    }
}
