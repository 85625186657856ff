namespace SocketIO.Tests;

/// <summary>Handlers whose types say less than they do: methods by name, objects that are tasks, declared defaults.</summary>
public sealed class HandlerShapeTests
{
    private static readonly Repository Shop = new();

    private static IEnumerable<TestCaseData> Shapes()
    {
        yield return Shape("a task as an object", socket => socket.On("e", (string text) => (object)Shop.SaveAsync(text)), "[\"e\",\"a\"]", "saved a", null);
        yield return Shape("a value task as an object", socket => socket.On("e", (string text) => (object)new ValueTask(Shop.SaveAsync(text))), "[\"e\",\"a\"]", "saved a", null);
        yield return Shape("an object", socket => socket.On("e", (string text) => (object)text), "[\"e\",\"a\"]", null, "[\"a\"]");
        yield return Shape("a derived task, by name", socket => socket.On("e", Shop.LookUp), "[\"e\",\"a\"]", null, "[\"found a\"]");
        yield return Shape("a default, there", socket => socket.On("e", Shop.Page), "[\"e\",\"a\",\"Up\",7]", null, "[\"a Up 7\"]");
        yield return Shape("a default, missing", socket => socket.On("e", Shop.Page), "[\"e\"]", null, "[\" Down 10\"]");
        yield return Shape("a default, null", socket => socket.On("e", Shop.Page), "[\"e\",null,null,null]", null, "[\" Down 10\"]");
        yield return Shape("a default of another type", socket => socket.On("e", Shop.Page), "[\"e\",\"a\",\"Up\",\"x\"]", null, "[{\"error\":\"argument 3 is not of type Int32\"}]");
        yield return Shape("an extension by name, all there", socket => socket.On("e", Shop.Rename), "[\"e\",\"a\",\"b\"]", null, "[\"a b\"]");
        yield return Shape("an extension by name, the optional one missing", socket => socket.On("e", Shop.Rename), "[\"e\",\"a\"]", null, "[\"a nobody\"]");
        yield return Shape("an extension by name, the other missing", socket => socket.On("e", Shop.Rename), "[\"e\",null,\"b\"]", null, "[{\"error\":\"argument 1 is not of type String\"}]");
        yield return Shape("an optional token", socket => socket.On("e", (string text, CancellationToken? gone) => $"{text} {gone!.Value.CanBeCanceled}"), "[\"e\",\"a\"]", null, "[\"a True\"]");
        yield return Shape("a list of arguments", socket => socket.On("e", (string[] items) => ArgumentList.From(items)), "[\"e\",[\"a\",\"b\"]]", null, "[\"a\",\"b\"]");
        yield return Shape("no arguments", socket => socket.On("e", () => ArgumentList.Empty), "[\"e\"]", null, "[]");
    }

    [TestCaseSource(nameof(Shapes))]
    public async Task Handler_OfAnyShape_DoesWhatItReadsAs(Action<Socket> register, string packet, string? saved, string? answer)
    {
        var before = Shop.Saved.Count;
        await using var server = await SocketServer.StartAsync(register, options => options.JsonSerializerOptions = new(System.Text.Json.JsonSerializerDefaults.Web)
        {
            Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
        });
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync($"425{packet}");

        Assert.That(await client.SyncAsync(), Is.EqualTo(answer is null ? (string[])[] : [$"435{answer}"]));
        Assert.That(Shop.Saved.Skip(before), Is.EqualTo(saved is null ? (string[])[] : [saved]), "what was awaited");
    }

    private static IEnumerable<TestCaseData> TasksOfResults()
    {
        yield return new((Action<Socket>)(socket => socket.On("e", () => (object)Task.FromResult(1)))) { TestName = "{m}(Task)" };
        yield return new((Action<Socket>)(socket => socket.On("e", () => (object)new ValueTask<int>(1)))) { TestName = "{m}(ValueTask)" };
        yield return new((Action<Socket>)(socket => socket.On("e", async () =>
        {
            await Task.Yield();
            return (object)Task.FromResult(1);
        })))
        { TestName = "{m}(a task of a task)" };
    }

    [TestCaseSource(nameof(TasksOfResults))]
    public async Task Handler_ReturnsATaskOfAResultAsAnObject_SaysWhatIsWrong(Action<Socket> register)
    {
        await using var server = await SocketServer.StartAsync(register);
        server.ExpectsErrors = true;
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("425[\"e\"]");

        Assert.That(await client.ReadAsync(), Is.EqualTo("""435[{"error":"internal server error"}]"""));
        Assert.That(server.Logs.Errors.Single(), Does.Contain("a task of Int32 as an object").And.Contain("declare what the handler returns"));
    }

    [Test]
    public async Task Handlers_OneFails_TheOthersRunAndTheFirstAnswerCounts()
    {
        var ran = new List<string>();
        await using var server = await SocketServer.StartAsync(socket => socket
            .OnAny(context =>
            {
                if (context.Event == "e")
                {
                    throw new InvalidOperationException("any, on purpose");
                }
            })
            .OnAny(context => ran.Add(context.Event))
            .On("e", (int _) => ran.Add("wants a number"))
            .On("e", () => throw new EventException("the shop is closed"))
            .On("e", async () =>
            {
                await Task.Yield();
                ran.Add("last");
                return "done";
            }));
        server.ExpectsErrors = true;
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("425[\"e\",\"text\"]");

        Assert.That(await client.SyncAsync(), Is.EqualTo(["""435[{"error":"internal server error"}]"""]));
        Assert.That(ran, Is.EqualTo(["e", "last", "sync"]));
        Assert.That(server.Logs.Errors.Single(), Does.Contain("any, on purpose"));
        Assert.That(server.Logs.Messages, Has.Some.Contain("the shop is closed").And.Some.Contain("argument 1 is not of type Int32"));
    }

    [Test]
    public async Task OnError_OneFails_TheOthersRun()
    {
        var heard = new TaskCompletionSource<string>();
        await using var server = await SocketServer.StartAsync(socket => socket
            .Use(_ => new EventError("no"))
            .OnError(_ => throw new InvalidOperationException("error, on purpose"))
            .OnError(error => heard.SetResult(error.Message)));
        server.ExpectsErrors = true;
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("42[\"e\"]");

        Assert.That(await heard.Task.Within(), Is.EqualTo("no"));
        Assert.That(server.Logs.Errors.Single(), Does.Contain("error, on purpose"));
    }

    private static TestCaseData Shape(string name, Action<Socket> register, string packet, string? saved, string? answer) =>
        new(register, packet, saved, answer) { TestName = $"{{m}}({name})" };

    internal enum Direction
    {
        Down,
        Up,
    }

    internal sealed class Repository
    {
        public List<string> Saved { get; } = [];

        public async Task SaveAsync(string text)
        {
            await Task.Yield();
            Saved.Add($"saved {text}");
        }

        public Derived LookUp(string text)
        {
            var task = new Derived(() => $"found {text}");
            task.Start(TaskScheduler.Default);
            return task;
        }

        public string Page(string? after = null, Direction direction = Direction.Down, int limit = 10) => $"{after} {direction} {limit}";
    }

    internal sealed class Derived(Func<string> find) : Task<string>(find);
}

internal static class RepositoryExtensions
{
    public static string Rename(this HandlerShapeTests.Repository repository, string from, string? to) => $"{from} {to ?? "nobody"}";
}
