using System.Text;
using System.Text.Json;
using SocketIO.Parsers;

namespace SocketIO.Tests.Forgiving;

/// <summary>What clients of other languages send, by each transport and in each of the two formats.</summary>
public sealed class EveryWayTests
{
    private const int Depth = 900;

    private static readonly string DeepJson = new string('[', Depth) + new string(']', Depth);
    private static readonly string DeepMessagePack = new StringBuilder().Insert(0, "91", Depth - 1).Append("90").ToString();

    /// <summary>What is sent and what must come back: the JSON packets, and of the MessagePack ones the array of data.</summary>
    private sealed record Row(string Case, string[] Json, string Data, string[] JsonAnswer, string DataAnswer);

    private static readonly Row[] Rows =
    [
        new(
            "bytes behind a placeholder in another order, with another member",
            ["""451-1["echo",{"num":0.0,"name":"x","_placeholder":true}]""", "hex:FBEF"], "92A46563686FC402FBEF",
            ["""461-1[{"_placeholder":true,"num":0}]""", "hex:FBEF"], "91C402FBEF"),
        new("deep nesting", [$"421[\"echo\",{DeepJson}]"], $"92A46563686F{DeepMessagePack}", [$"431[{DeepJson}]"], $"91{DeepMessagePack}"),
        new(
            "half an emoji for a string",
            ["""421["text","ab\ud83d"]"""], "92A474657874A56162EDA0BD",
            ["431[\"ab\ufffd\"]"], "91AB6162EFBFBDEFBFBDEFBFBD"),
        new(
            "half an emoji within a record",
            ["""421["note",{"text":"\ud83d"}]"""], "92A46E6F746581A474657874A3EDA0BD",
            ["431[{\"text\":\"\ufffd\"}]"], "9181A474657874A9EFBFBDEFBFBDEFBFBD"),
        new("half an emoji in the event's name", ["""421["e\ud83d"]"""], "91A465EDA0BD", ["431[\"heard\"]"], "91A56865617264"),
        new("infinity for a double", ["""421["infinite",1e400]"""], "92A8696E66696E697465CB7FF0000000000000", ["431[true]"], "91C3"),
        new("a whole number with a fraction for an int", ["""421["whole",1.0]"""], "92A577686F6C65CB3FF0000000000000", ["431[1]"], "9101"),
        new("an answer of NaN and infinity", ["""421["nan"]"""], "91A36E616E", ["431[[null,null]]"], "9192C0C0"),
        new(
            "a date",
            ["""421["date","2026-01-02T03:04:05.678Z"]"""], "92A464617465D7FFA1A5D600695735A5",
            ["431[683]"], "91CD02AB"),
    ];

    private static IEnumerable<TestCaseData> Cases() =>
        from row in Rows
        from transport in new[] { "polling", "websocket" }
        from messagePack in new[] { false, true }
        select new TestCaseData(row, transport, messagePack).SetArgDisplayNames(row.Case, transport, messagePack ? "MessagePack" : "JSON");

    [TestCaseSource(nameof(Cases))]
    public async Task Event_OfAnotherClient_IsAnswered(object row, string transport, bool messagePack)
    {
        var (_, json, data, jsonAnswer, dataAnswer) = (Row)row;
        await using var server = await StartAsync(messagePack);
        await using var client = await AnyTransportClient.OpenAsync(server, transport);
        await client.SendAsync(messagePack ? "hex:82A47479706500A36E7370A12F" : "40");
        await client.ReadAsync();
        await client.ReadAsync();

        if (messagePack)
        {
            // The names in another order than the JavaScript client's, the data first.
            await client.SendAsync($"hex:84A464617461{data}A2696401A36E7370A12FA47479706502");
            Assert.That(await client.ReadAsync(), Does.Contain($"A464617461{dataAnswer}"));
            return;
        }
        await client.SendAsync(json);
        foreach (var message in jsonAnswer)
        {
            Assert.That(await client.ReadAsync(), Is.EqualTo(message));
        }
    }

    [Test]
    public async Task Connect_WithUnusualAuth_IsLetInAndThenGreeted([Values("polling", "websocket")] string transport, [Values] bool messagePack)
    {
        await using var server = await StartAsync(messagePack);
        await using var client = await AnyTransportClient.OpenAsync(server, transport);

        await (messagePack
            ? client.SendAsync($"hex:83A47479706500A36E7370A12FA46461746182A46E616D65A3EDA0BDA464656570{DeepMessagePack}")
            : client.SendAsync($$"""40{"name":"\ud83d","deep":{{DeepJson}}}"""));

        Assert.That(await client.ReadAsync(), messagePack ? Does.Contain("A47479706500") : Does.StartWith("40{"));
        Assert.That(await client.ReadAsync(), messagePack ? Does.Contain("A56772656574") : Does.StartWith("42[\"greet\",\"\ufffd"));
    }

    private static async Task<SocketServer> StartAsync(bool messagePack)
    {
        var server = await SocketServer.StartAsync(
            socket =>
            {
                socket.On("echo", context => context.Ack(context.Arguments.ToRaw()));
                socket.On("text", (string text) => text);
                socket.On("note", (Note note) => note);
                socket.On(messagePack ? "e\ufffd\ufffd\ufffd" : "e\ufffd", () => "heard");
                socket.On("infinite", (double number) => double.IsPositiveInfinity(number));
                socket.On("whole", (int number) => number);
                socket.On("nan", () => new[] { double.NaN, double.PositiveInfinity });
                socket.On("date", (DateTimeOffset at) => at.Second + at.Millisecond);
            },
            options => options.Parser = messagePack ? PacketParsers.MessagePack : PacketParsers.Json);
        server.Io.Use(socket =>
        {
            socket.Emit("greet", NameOf(socket.Handshake.Auth));
            return null;
        });
        return server;
    }

    private static string? NameOf(JsonElement auth) =>
        auth.ValueKind == JsonValueKind.Object && auth.TryGetProperty("name", out var name) ? name.GetString() : null;

    private sealed record Note(string Text);
}
