using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketIO.Tests;

/// <summary>Handlers whose parameters are the event's arguments, over a real connection.</summary>
public sealed partial class TypedHandlerTests
{
    [Test]
    public async Task On_ZeroToFourArguments_HandlersGetThem()
    {
        await using var server = await SocketServer.StartAsync(socket => socket
            .On("0", () => socket.Emit("got"))
            .On("1", (int a) => socket.Emit("got", a))
            .On("2", (int a, string b) => socket.Emit("got", a, b))
            .On("3", (int a, string b, bool c) => socket.Emit("got", a, b, c))
            .On("4", (int a, string b, bool c, int[] d) => socket.Emit("got", a, b, c, d)));
        using var client = await RawClient.ConnectAsync(server);

        foreach (var count in Enumerable.Range(0, 5))
        {
            await client.SendAsync($"42[\"{count}\",1,\"b\",true,[4],\"more\"]");
        }

        Assert.That(await client.SyncAsync(), Is.EqualTo(
            ["""42["got"]""", """42["got",1]""", """42["got",1,"b"]""", """42["got",1,"b",true]""", """42["got",1,"b",true,[4]]"""]));
    }

    [Test]
    public async Task On_WithContext_HandlersGetItBesides()
    {
        await using var server = await SocketServer.StartAsync(socket => socket
            .On("1", (EventContext context, int a) => context.Ack(context.Event, a))
            .On("2", async (EventContext context, int a, int b) =>
            {
                await Task.Yield();
                context.Ack(context.Event, a, b);
            })
            .On("3", (EventContext context, int a, int b, int c) => context.Ack(context.Event, a, b, c))
            .On("4", (EventContext context, int a, int b, int c, int d) => context.Ack(context.Event, a, b, c, d)));
        using var client = await RawClient.ConnectAsync(server);

        foreach (var count in Enumerable.Range(1, 4))
        {
            await client.SendAsync($"42{count}[\"{count}\",1,2,3,4]");
        }

        Assert.That(await client.SyncAsync(), Is.EqualTo(
            ["""431["1",1]""", """432["2",1,2]""", """433["3",1,2,3]""", """434["4",1,2,3,4]"""]));
    }

    [Test]
    public async Task On_WithResult_ResultIsTheAcknowledgement()
    {
        await using var server = await SocketServer.StartAsync(socket => socket
            .On("0", () => ValueTask.FromResult("none"))
            .On("1", async (int a) =>
            {
                await Task.Yield();
                return a + 1;
            })
            .On("2", (EventContext context, int a, int b) => ValueTask.FromResult(new[] { a, b }))
            .On("3", (string? _) => ValueTask.FromResult<string?>(null)));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("""420["0"]""");
        await client.SendAsync("""421["1",41]""");
        await client.SendAsync("""422["2",1,2]""");
        await client.SendAsync("""423["3","x"]""");
        await client.SendAsync("""42["1",41]""");

        Assert.That(await client.SyncAsync(), Is.EqualTo(["""430["none"]""", "431[42]", "432[[1,2]]", "433[null]"]));
    }

    [TestCase("""["e"]""", "argument 1 is missing")]
    [TestCase("""["e","x"]""", "argument 2 is missing")]
    [TestCase("""["e",7,1]""", "argument 1 is not of type String")]
    [TestCase("""["e",null,1]""", "argument 1 is not of type String")]
    [TestCase("""["e","x","y"]""", "argument 2 is not of type Int32")]
    [TestCase("""["e","x",1.5]""", "argument 2 is not of type Int32")]
    public async Task On_WrongArgument_ClientIsToldAndTheHandlerDoesNotRun(string packet, string error)
    {
        var ran = false;
        await using var server = await SocketServer.StartAsync(socket => socket.On("e", (string _, int _) =>
        {
            ran = true;
            return ValueTask.FromResult(1);
        }));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync($"420{packet}");

        Assert.That(await client.SyncAsync(), Is.EqualTo([$$"""430[{"error":"{{error}}"}]"""]));
        Assert.That(ran, Is.False);
    }

    [TestCase("""["e","x"]""", """["x",null,"none",0]""")]
    [TestCase("""["e","x",null,null,null]""", """["x",null,"none",4]""")]
    [TestCase("""["e","x",2,"given",[1]]""", """["x",2,"given",3]""")]
    [TestCase("""["e","x","two"]""", """[{"error":"argument 2 is not of type Int32"}]""")]
    [TestCase("""["e","x",2,3]""", """[{"error":"argument 3 is not of type String"}]""")]
    public async Task On_OptionalArguments_MayBeMissingButNotOfAnotherType(string packet, string answer)
    {
        await using var server = await SocketServer.StartAsync(socket => socket.On(
            "e",
            (EventContext context, string a, int? b, Optional<string> c, EventArgument d) => context.Ack(a, b, c.Or("none"), d.Json.Length)));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync($"420{packet}");

        Assert.That(await client.SyncAsync(), Is.EqualTo([$"430{answer}"]));
    }

    [Test]
    public void Optional_ThereOrNot_SaysSo()
    {
        Assert.That(new Optional<int>(3), Has.Property("HasValue").True.And.Property("Value").EqualTo(3));
        Assert.That(default(Optional<int>).HasValue, Is.False);
        Assert.That(() => default(Optional<int>).Value, Throws.InvalidOperationException);
    }

    [Test]
    public async Task On_Binary_HandlerGetsAndGivesBytes()
    {
        await using var server = await SocketServer.StartAsync(socket => socket.On("e", (byte[] bytes) => ValueTask.FromResult<byte[]>([.. bytes, 9])));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("""451-0["e",{"_placeholder":true,"num":0}]""");
        await client.SendAsync(1, 2);

        Assert.That(await client.ReadAsync(2), Is.EqualTo(["""461-0[{"_placeholder":true,"num":0}]""", "hex:010209"]));
    }

    [Test]
    public async Task On_SourceGeneratedContext_IsUsedAndSimpleTypesNeedNoMention()
    {
        await using var server = await SocketServer.StartAsync(
            socket => socket.On("e", (string room, ChatMessage message, double? factor) =>
                ValueTask.FromResult(message with { Text = $"{room}: {message.Text} {factor}" })),
            options => options.JsonSerializerOptions = new JsonSerializerOptions { TypeInfoResolver = TestJson.Default });
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("""420["e","tea",{"text_of_it":"hi"},1.5]""");
        await client.SendAsync("""421["e","tea",{"text_of_it":"hi"}]""");
        await client.SendAsync("""422["e","tea",[]]""");

        Assert.That(await client.SyncAsync(), Is.EqualTo(
            ["""430[{"text_of_it":"tea: hi 1.5"}]""", """431[{"text_of_it":"tea: hi "}]""", """432[{"error":"argument 2 is not of type ChatMessage"}]"""]));
    }

    [Test]
    public async Task On_HandlerThrows_IsLoggedAndTheConnectionStays()
    {
        await using var server = await SocketServer.StartAsync(socket => socket.On("e", (int _) => Fail()));
        server.ExpectsErrors = true;
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("""420["e",1]""");

        Assert.That(await client.SyncAsync(), Is.EqualTo(["""430[{"error":"internal server error"}]"""]));
        Assert.That(server.Logs.Errors.Single(), Does.Contain("a handler of \"e\" failed").And.Contain("broken"));
    }

    private static ValueTask<int> Fail() => throw new InvalidOperationException("broken");

    internal sealed record ChatMessage([property: JsonPropertyName("text_of_it")] string Text);

    [JsonSerializable(typeof(ChatMessage))]
    private sealed partial class TestJson : JsonSerializerContext;
}
