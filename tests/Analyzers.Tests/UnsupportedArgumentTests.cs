namespace Analyzers.Tests;

public sealed class UnsupportedArgumentTests
{
    [TestCase("""SaveAsync()""")]
    [TestCase("""CountAsync()""")]
    [TestCase("""Task.FromResult(1)""")]
    [TestCase("""SaveAsync().ConfigureAwait(false)""")]
    [TestCase("""() => 1""")]
    [TestCase("""new Action<int>(number => { })""")]
    [TestCase("""new MemoryStream()""")]
    [TestCase("""Stream.Null""")]
    [TestCase("""typeof(string)""")]
    [TestCase("""typeof(string).GetMethods()[0]""")]
    [TestCase("""typeof(string).Assembly""")]
    [TestCase("""IntPtr.Zero""")]
    [TestCase("""(nuint)1""")]
    [TestCase("""AsyncEnumerable()""")]
    [TestCase("""new ReadOnlySequence<byte>()""")]
    [TestCase("""new DefaultHttpContext()""")]
    [TestCase("""socket""")]
    [TestCase("""context""")]
    [TestCase("""space""")]
    [TestCase("""io""")]
    [TestCase("""io.To("tea")""")]
    [TestCase("""socket.Connection""")]
    [TestCase("""new Task[1]""")]
    [TestCase("""new List<Stream>()""")]
    [TestCase("""space.Sockets.Values""")]
    [TestCase("""space.Sockets""")]
    [TestCase("""new Dictionary<string, Socket>()""")]
    [TestCase("""(1, SaveAsync())""")]
    [TestCase("""new { count = CountAsync() }""")]
    [TestCase("""Enumerable.Repeat(new { at = (1, typeof(string)) }, 1)""")]
    [TestCase("""(IntPtr?)IntPtr.Zero""")]
    [TestCase("""new[] { token }""")]
    public async Task Argument_OfUnsupportedType_IsReported(string value)
    {
        await Compiler.ExpectAsync(Program($"""socket.Emit("news", [|SIO003:{value}|]);"""));
        await Compiler.ExpectAsync(Program($"""context.Ack(1, [|SIO003:{value}|]);"""));
    }

    [TestCase("""socket.Emit("news", 1, [|SIO003:SaveAsync()|], "text", [|SIO003:typeof(int)|]);""")]
    [TestCase("""socket.Emit("news", (object)[|SIO003:SaveAsync()|]);""")]
    [TestCase("""socket.Emit("news", new object?[] { 1, [|SIO003:SaveAsync()|] });""")]
    [TestCase("""socket.Emit("news", 1, new object?[] { 1, new object[] { [|SIO003:SaveAsync()|] } });""")]
    [TestCase("""socket.Emit("news", ArgumentList.From([1, [|SIO003:SaveAsync()|]]));""")]
    [TestCase("""socket.Emit("news", ArgumentList.From(new[] { [|SIO003:SaveAsync()|] }));""")]
    [TestCase("""socket.Emit("news", ArgumentList.From([|SIO003:new List<int>().Select(number => SaveAsync())|]));""")]
    [TestCase("""socket.Emit("news", 1, [|SIO003:ArgumentList.From([1])|]);""")]
    [TestCase("""_ = socket.EmitAsync("news", [|SIO003:SaveAsync()|]);""")]
    [TestCase("""socket.Send([|SIO003:SaveAsync()|]);""")]
    [TestCase("""socket.Volatile.Emit("news", [|SIO003:SaveAsync()|]);""")]
    [TestCase("""_ = socket.EmitWithAckAsync("news", [|SIO003:SaveAsync()|]);""")]
    [TestCase("""_ = socket.Timeout(TimeSpan.FromSeconds(1)).EmitWithAckAsync("news", [|SIO003:SaveAsync()|]);""")]
    [TestCase("""socket.Broadcast.Emit("news", [|SIO003:SaveAsync()|]);""")]
    [TestCase("""io.Emit("news", [|SIO003:SaveAsync()|]);""")]
    [TestCase("""io.To("tea").Emit("news", [|SIO003:SaveAsync()|]);""")]
    [TestCase("""_ = io.To("tea").Timeout(TimeSpan.FromSeconds(1)).EmitWithAckStream("news", [|SIO003:SaveAsync()|]);""")]
    [TestCase("""space.Send([|SIO003:SaveAsync()|]);""")]
    [TestCase("""space.ServerSideEmit("sync", [|SIO003:SaveAsync()|]);""")]
    [TestCase("""_ = io.ServerSideEmitWithAckAsync("sync", [|SIO003:SaveAsync()|]);""")]
    [TestCase("""space.ServerEvents.ServerSideEmit("sync", ArgumentList.From([[|SIO003:SaveAsync()|]]));""")]
    public Task AnyCallThatSends_WithATask_IsReported(string statements) => Compiler.ExpectAsync(Program(statements));

    [TestCase("""1, "text", true, null, 1.5m, 'c'""")]
    [TestCase("""DateTime.UtcNow, Guid.NewGuid(), TimeSpan.Zero""")]
    [TestCase("""ArgumentList.From([1, "two"])""")]
    [TestCase("""context.Arguments.ToRaw()""")]
    [TestCase("""context.Arguments, new object?[] { 1, new[] { "two" } }""")]
    [TestCase("""List""")]
    [TestCase("""new byte[1], new Memory<byte>(), new ReadOnlyMemory<byte>(), new ArraySegment<byte>()""")]
    [TestCase("""context.Arguments[0], default(EventArgument)""")]
    [TestCase("""context.Arguments.ToRaw()""")]
    [TestCase("""(1, "two"), (1, new byte[1])""")]
    [TestCase("""new { text = "text", at = new[] { 1, 2 } }""")]
    [TestCase("""new Message("text", new())""")]
    [TestCase("""new List<Message>(), new Dictionary<string, object>(), new[] { new byte[1] }""")]
    [TestCase("""socket.Id, space.Name, socket.Rooms, (int?)1""")]
    [TestCase("""typeof(string).Name, new MemoryStream().ToArray(), SaveAsync().IsCompleted""")]
    [TestCase("""(object)1, (object?)null, default""")]
    [TestCase("""(dynamic)1""")]
    [TestCase("""Anything""")]
    [TestCase("""(string)new Text(new MemoryStream())""")]
    [TestCase("""new Node()""")]
    public async Task Argument_OfSupportedType_IsSilent(string values)
    {
        await Compiler.ExpectAsync(Program($"""socket.Emit("news", {values});"""));
        await Compiler.ExpectAsync(Program($"""context.Ack({values});"""));
    }

    [Test]
    public Task AwaitedTask_AsArgument_IsSilent() => Compiler.ExpectAsync(Snippet.OfAsync(
        """socket.Emit("news", await CountAsync(), await Task.FromResult(1));"""));

    [TestCase("""Own.Emit("news", SaveAsync(), socket);""")]
    [TestCase("""new Own().Send(SaveAsync());""")]
    [TestCase("""Own.Ack(() => 1);""")]
    [TestCase("""Console.WriteLine((object)SaveAsync());""")]
    public Task OwnMethods_OfTheSameNames_AreSilent(string statements) => Compiler.ExpectAsync(Program(statements));

    [Test]
    public async Task Message_SaysTheTypeAndWhatToDo()
    {
        var diagnostics = await Compiler.AnalyzeAsync(Program("""socket.Emit("news", CountAsync());"""));

        Assert.That(
            diagnostics.Single().GetMessage(),
            Is.EqualTo("'ValueTask<int>' cannot be sent as an argument: that is the task and not its result; await it first"));
    }

    private static string Program(string statements) => Snippet.Of(
        statements,
        """
        private static object Anything => 1;

        private static ArgumentList List => default;

        private static async IAsyncEnumerable<int> AsyncEnumerable() { await Task.Yield(); yield return 1; }

        private sealed record Message(string Text, List<string> Tags);

        private sealed record Text(Stream Source) { public static explicit operator string(Text text) => "text"; }

        private sealed class Node : List<Node>;

        private sealed class Own
        {
            public static void Emit(string name, params object?[] arguments) { }
            public static void Ack(Func<int> answer) { }
            public void Send(object? value) { }
        }
        """);
}
