using System.Text.Json;
using System.Text.Json.Nodes;
using SocketIO.Parsers;

namespace SocketIO.Tests.Forgiving;

/// <summary>One limit for how deep arguments nest, of both parsers and both ways, which fits on any thread's stack.</summary>
public sealed class DepthTests
{
    private const int SmallStack = 1024 * 1024;

    private static string Arrays(int depth) => new string('[', depth) + new string(']', depth);

    private static string Objects(int depth) => string.Concat(Enumerable.Repeat("""{"next":""", depth)) + "null" + new string('}', depth);

    [TestCase(64)]
    [TestCase(500)]
    [TestCase(1_000)]
    public async Task Event_NestedDeeply_ComesBack(int depth)
    {
        await using var server = await SocketServer.StartAsync(socket => socket.On("echo", context => context.Ack(context.Arguments.ToRaw())));
        using var client = await RawClient.ConnectAsync(server, Objects(depth));

        await client.SendAsync($"421[\"echo\",{Arrays(depth)}]");
        Assert.That(await client.ReadAsync(), Is.EqualTo($"431[{Arrays(depth)}]"));

        await client.SendAsync($$"""451-2["echo",{"num":0,"_placeholder":true},{{Arrays(depth)}}]""");
        await client.SendAsync(7);
        Assert.That(await client.ReadAsync(2), Is.EqualTo([$$"""461-2[{"_placeholder":true,"num":0},{{Arrays(depth)}}]""", "hex:07"]));
    }

    [Test]
    public async Task Event_DeeperThanTheLimit_ClosesTheConnection()
    {
        await using var server = await SocketServer.StartAsync(configure: options => options.MaxDepth = 10);
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync($"42[\"e\",{Arrays(10)}]");
        Assert.That(await client.SyncAsync(), Is.Empty);
        await client.SendAsync($"42[\"e\",{Arrays(11)}]");

        Assert.That(await client.ReadAsync(), Is.EqualTo("closed"));
    }

    [Test]
    public void MaxDepth_OfTheSerializersOptions_DoesNotCount()
    {
        var options = new SocketIOOptions { JsonSerializerOptions = new JsonSerializerOptions(JsonSerializerDefaults.Web) { MaxDepth = 5 } };
        var parser = PacketParsers.Json(options);

        var packet = Wire.Decode(parser.CreateDecoder(), $"2[\"e\",{Objects(900)}]").Packet!;

        Assert.That(packet.Arguments.TryGet<Node>(0, out var node), Is.True);
        Assert.That(Wire.Text(parser.Encode(new OutgoingPacket(PacketType.Event, "/", "e", [node]))), Is.EqualTo($"2[\"e\",{Objects(900)}]"));
    }

    // What System.Text.Json does on the way is its own, and the deepest user of the stack.
    [TestCase(true)]
    [TestCase(false)]
    public void ReadAndWrite_AsDeepAsMayBe_FitsOnASmallStack(bool messagePack)
    {
        var options = new SocketIOOptions { MaxDepth = 2_000 };
        var parser = messagePack ? PacketParsers.MessagePack(options) : PacketParsers.Json(options);
        var value = Enumerable.Range(0, 2_000).Aggregate((Node?)null, (inner, _) => new Node(inner));
        var read = 0;

        var thread = new Thread(
            () =>
            {
                var sent = parser.Encode(new OutgoingPacket(PacketType.Event, "/", "e", [value]));
                var arguments = Wire.Decode(parser.CreateDecoder(), sent).Packet!.Arguments;
                read = arguments.Get<Node>(0).Depth + (arguments.Get<JsonElement>(0).ValueKind == JsonValueKind.Object ? 1 : 0)
                    + (arguments.Get<JsonNode>(0) is JsonObject ? 1 : 0);
                var again = parser.Encode(new OutgoingPacket(PacketType.Event, "/", "e", [arguments.Get<JsonElement>(0), arguments[0]]));
                read += Wire.Decode(parser.CreateDecoder(), again).Packet!.Arguments.Count;
            },
            SmallStack);
        thread.Start();
        Assert.That(thread.Join(TimeSpan.FromSeconds(20)), Is.True);

        Assert.That(read, Is.EqualTo(2_004));
    }

    [Test]
    public void Emit_ValueDeeperThanTheLimit_IsRefused()
    {
        var value = Enumerable.Range(0, 1_002).Aggregate((Node?)null, (inner, _) => new Node(inner));

        Assert.That(() => Wire.Encode(PacketType.Event, "/", null, "e", value), Throws.InstanceOf<JsonException>());
    }

    private sealed class Node(Node? next)
    {
        public Node? Next { get; } = next;

        [System.Text.Json.Serialization.JsonIgnore]
        public int Depth
        {
            get
            {
                var depth = 0;
                for (var node = this; node is not null; node = node.Next)
                {
                    depth++;
                }
                return depth;
            }
        }
    }
}
