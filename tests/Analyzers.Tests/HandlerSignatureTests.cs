namespace Analyzers.Tests;

public sealed class HandlerSignatureTests
{
    [TestCase("Stream")]
    [TestCase("MemoryStream")]
    [TestCase("Task")]
    [TestCase("Task<int>")]
    [TestCase("Action")]
    [TestCase("Func<string, Task>")]
    [TestCase("Type")]
    [TestCase("nint")]
    [TestCase("IAsyncEnumerable<int>")]
    [TestCase("ReadOnlySequence<byte>")]
    [TestCase("HttpContext")]
    [TestCase("Socket")]
    [TestCase("SocketIOServer")]
    [TestCase("Stream[]")]
    [TestCase("List<Type>")]
    [TestCase("(int, Stream)")]
    [TestCase("Optional<Stream>")]
    [TestCase("CancellationToken[]")]
    [TestCase("ArgumentList")]
    public Task Parameter_OfUnsupportedType_IsReported(string type) => Compiler.ExpectAsync(Program(
        $$"""
        socket.On("say", ([|SIO005:{{type}} value|]) => { });
        socket.On("say", async (string text, [|SIO005:{{type}} value|]) => await SaveAsync());
        socket.Once("say", (EventContext context, [|SIO005:{{type}} value|]) => { });
        """));

    [TestCase("""socket.On<Stream>("say", [|SIO005:value|] => { });""")]
    [TestCase("""socket.On<Stream>("say", (Action<Stream>)(delegate ([|SIO005:Stream value|]) { }));""")]
    [TestCase("""socket.On<Stream>("say", (Action<Stream>)[|SIO005:delegate { }|]);""")]
    [TestCase("""socket.On("say", (Action<Stream>)[|SIO005:Take|]);""")]
    [TestCase("""Action<Stream> handler = value => { }; socket.On("say", [|SIO005:handler|]);""")]
    public Task Parameter_HoweverTheHandlerIsGiven_IsReported(string statements) => Compiler.ExpectAsync(Program(statements));

    [TestCase("""socket.On("say", async () => { await SaveAsync(); return [|SIO005:Stream.Null|]; });""")]
    [TestCase("""socket.On("say", () => [|SIO005:ValueTask.FromResult(socket)|]);""")]
    [TestCase("""socket.On("say", () => [|SIO005:ValueTask.FromResult(SaveAsync())|]);""")]
    [TestCase("""socket.On("say", (string text) => { if (text == "") { return [|SIO005:Give(text)|]; } return Give("none"); });""")]
    [TestCase("""socket.On("say", [|SIO005:Nothing|]);""")]
    [TestCase("""socket.On("say", () => [|SIO005:socket|]);""")]
    [TestCase("""socket.On("say", (string text) => [|SIO005:Stream.Null|]);""")]
    [TestCase("""socket.On("say", [|SIO005:Fill|]);""")]
    [TestCase("""socket.On("say", ([|SIO005:ref int number|]) => { });""")]
    [TestCase("""socket.Once("say", async (string text) => { Func<int> inner = () => { return 1; }; await SaveAsync(); return [|SIO005:token|]; });""")]
    public Task Result_OfUnsupportedType_IsReported(string statements) => Compiler.ExpectAsync(Program(statements));

    [TestCase("""socket.On("say", () => { });""")]
    [TestCase("""socket.On("say", (string text, int number, Message message, byte[] bytes) => { });""")]
    [TestCase("""socket.On("say", (ReadOnlyMemory<byte> one, Memory<byte> two, ArraySegment<byte> three) => { });""")]
    [TestCase("""socket.On("say", (EventContext context) => { });""")]
    [TestCase("""socket.On("say", (EventContext context, EventArgument value, Optional<int> number, int? other) => { });""")]
    [TestCase("""socket.On("say", (string text, CancellationToken end) => { });""")]
    [TestCase("""socket.On("say", (List<string> list, (int, string) pair, Dictionary<string, int> map) => { });""")]
    [TestCase("""socket.On("say", async (string text) => { await SaveAsync(); return text; });""")]
    [TestCase("""socket.On("say", () => new ValueTask(SaveAsync()));""")]
    [TestCase("""socket.On("say", () => SaveAsync()); socket.On("say", SaveAsync); socket.On("say", (int a, int b) => a + b);""")]
    [TestCase("""socket.On("say", (int a) => (a, "b")); socket.On("say", () => ArgumentList.From([1, 2]));""")]
    [TestCase("""socket.On("say", async () => { await SaveAsync(); return ArgumentList.From([1, 2]); });""")]
    [TestCase("""socket.On("say", (EventContext context) => context.Arguments);""")]
    [TestCase("""socket.On("say", () => CountAsync());""")]
    [TestCase("""socket.On("say", (string text) => new Found()); socket.On("say", LookUp);""")]
    [TestCase("""socket.On("say", async () => { await SaveAsync(); return new { ok = true }; });""")]
    [TestCase("""socket.On("say", async () => { await SaveAsync(); return (1, new byte[1]); });""")]
    [TestCase("""space.OnServerEvent("sync", async context => await SaveAsync());""")]
    [TestCase("""io.Main.OnConnection(async socket => await SaveAsync());""")]
    [TestCase("""io.Main.Use(socket => (ConnectError?)null);""")]
    [TestCase("""services.AddSocketIO(options => options.Engine.GenerateId = http => ValueTask.FromResult(http.TraceIdentifier));""")]
    [TestCase("""Own.On("say", (Stream stream) => { });""")]
    public Task Supported_IsSilent(string statements) => Compiler.ExpectAsync(Program(statements));

    private static string Program(string statements) => Snippet.Of(
        statements,
        """
        private static void Take(Stream stream) { }

        private static void Fill(ref int number) => number = 1;

        private static ValueTask<Socket> Nothing() => default;

        private static ValueTask<Type> Give(string name) => default;

        private static Found LookUp(string name) => new Found();

        private sealed class Found() : Task<string>(() => "found") { }

        private sealed record Message(string Text);

        private static class Own { public static void On<T>(string name, Action<T> handler) { } }
        """);
}
