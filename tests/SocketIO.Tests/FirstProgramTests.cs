using FirstProgram;

namespace SocketIO.Tests;

/// <summary>The handlers of <c>tests/FirstProgram</c>, each in the form in which a new user writes it.</summary>
public sealed class FirstProgramTests
{
    private Repository _repository = null!;
    private SocketServer _server = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _repository = new Repository();
        _server = await SocketServer.StartAsync();
        FirstProgram.Handlers.Add(_server.Io, _repository);
        // The first program's own end throws on purpose.
        _server.ExpectsErrors = true;
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("save task")]
    [TestCase("save method")]
    [TestCase("save async")]
    [TestCase("save context")]
    [TestCase("save once")]
    public async Task Handler_ReturnsATask_ItIsAwaitedAndItsExceptionAnswers(string name)
    {
        using var client = await ConnectAsync();

        await client.SendAsync($"421[\"{name}\",\"broken\"]");
        Assert.That(await client.ReadAsync(), Is.EqualTo("""431[{"error":"internal server error"}]"""));
        Assert.That(_server.Logs.Errors.Single(), Does.Contain($"a handler of \"{name}\" failed").And.Contain("the disk is full"));

        await client.SendAsync($"42[\"{name}\",\"text\"]");
        await client.SendAsync("422[\"count\"]");

        var saved = name == "save once" ? 2 : 3;
        Assert.That(await client.ReadAsync(), Is.EqualTo($"432[{saved}]"), "the next handler runs when the one before has completed");
    }

    [TestCase("\"add\",1,2", "3")]
    [TestCase("\"add\",1", """{"error":"argument 2 is missing"}""")]
    [TestCase("\"person\",\"Ada\"", """{"name":"Ada","age":36}""")]
    [TestCase("\"tuple\",1", """[1,"b",[3]]""")]
    [TestCase("\"list\",\"x\"", """["x","x"]""")]
    [TestCase("\"count later\"", "2")]
    [TestCase("\"who else\"", "1")]
    [TestCase("\"nickname\",\"Ada\"", "\"Ada\"")]
    [TestCase("\"nickname\",\"Ada\",null", "\"Ada\"")]
    [TestCase("\"nickname\",\"Ada\",\"A\"", "\"A\"")]
    [TestCase("\"nickname\",null", """{"error":"argument 1 is not of type String"}""")]
    [TestCase("\"nickname\",\"Ada\",5", """{"error":"argument 2 is not of type String"}""")]
    [TestCase("\"refuse\",\"x\"", """{"error":"the shop is closed"}""")]
    [TestCase("\"ack array\"", "[1,2]")]
    public async Task Handler_ReturnsAValue_ItIsTheAcknowledgement(string packet, string answer)
    {
        using var client = await ConnectAsync();

        await client.SendAsync($"427[{packet}]");

        Assert.That(await client.ReadAsync(), Is.EqualTo($"437[{answer}]"));
        Assert.That(_server.Logs.Errors, Is.Empty);
    }

    [TestCase("emit array", """42["array",["a","b"]]""")]
    [TestCase("emit people", """42["people",[{"name":"Ada","age":36},{"name":"Bob","age":7}],"and more"]""")]
    [TestCase("emit null", """42["null array",null]""")]
    public async Task Emit_Array_IsOneArgument(string name, string expected)
    {
        using var client = await ConnectAsync();

        await client.SendAsync($"42[\"{name}\"]");

        Assert.That(await client.ReadAsync(), Is.EqualTo(expected));
    }

    [Test]
    public async Task EmitWithAck_ArrayAndToken_ArrayIsOneArgumentAndTheTokenNone()
    {
        using var client = await ConnectAsync();

        await client.SendAsync("421[\"ask\"]");
        Assert.That(await client.ReadAsync(), Is.EqualTo("""420["question",[1,2]]"""));
        await client.SendAsync("430[\"answer\"]");

        Assert.That(await client.ReadAsync(), Is.EqualTo("431[\"answer\"]"));
    }

    [Test]
    public async Task Token_ConnectionEnds_IsCancelledAndTheEndIsHandled()
    {
        var client = await ConnectAsync();
        // Its handlers are there, those of the end included, when one of them answers.
        await client.SendAsync("420[\"count\"]");
        Assert.That(await client.ReadAsync(), Does.StartWith("430"));
        await client.SendAsync("421[\"wait\"]");
        await client.SendAsync("41");

        await Eventually.TrueAsync(() => _repository.Saved.Contains("disconnected"), "the handlers of the end, behind the one that waited");

        Assert.That(_repository.Saved, Is.EqualTo(["middleware", "connection", "disconnecting", "disconnected"]));
        Assert.That(_server.Logs.Errors.Single(), Does.Contain("a handler of \"disconnecting\" failed").And.Contain("thrown in an async handler of the end"));
        client.Dispose();
    }

    [Test]
    public async Task ConnectionHandler_TaskFails_ConnectionIsClosed()
    {
        using var client = await ConnectAsync();

        await client.SendAsync("40/failing,");

        Assert.That(await client.ReadAsync(), Does.StartWith("40/failing,"));
        Assert.That((await client.ReadToEndAsync()), Is.Empty);
        Assert.That(_server.Logs.Errors.First(), Does.Contain("a handler of \"connection\" failed").And.Contain("no handlers for you"));
        await Eventually.TrueAsync(() => _repository.Saved.Contains("disconnected"), "its end");
    }

    [Test]
    public async Task Refusal_WithAnObject_ClientGetsIt()
    {
        using var client = await ConnectAsync();

        await client.SendAsync("40/closed,");

        Assert.That(await client.ReadAsync(), Is.EqualTo("""44/closed,{"message":"members only","data":{"name":"Ada","age":36}}"""));
    }

    private async Task<RawClient> ConnectAsync()
    {
        var client = await RawClient.ConnectAsync(_server);
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["hello","from the middleware"]"""));
        return client;
    }
}
