namespace Analyzers.Tests;

public sealed class DroppedTaskTests
{
    [TestCase("""[|SIO002:socket.EmitAsync("news", 1)|];""")]
    [TestCase("""[|SIO002:io.EmitAsync("news")|];""")]
    [TestCase("""[|SIO002:io.To("tea").EmitAsync("news")|];""")]
    [TestCase("""[|SIO002:socket.Timeout(TimeSpan.FromSeconds(1)).EmitWithAckAsync("news")|];""")]
    [TestCase("""[|SIO002:io.ServerSideEmitWithAckAsync("sync")|];""")]
    [TestCase("""[|SIO002:socket.JoinAsync("tea")|];""")]
    [TestCase("""[|SIO002:socket.LeaveAsync("tea")|];""")]
    [TestCase("""[|SIO002:history.AppendAsync("key", "text")|];""")]
    [TestCase("""[|SIO002:io.CloseAsync()|];""")]
    [TestCase("""[|SIO002:socket.EmitAsync("news").ConfigureAwait(false)|];""")]
    [TestCase("""Socket? one = socket; [|SIO002:one?.EmitAsync("news")|];""")]
    [TestCase("""Socket? one = socket; [|SIO002:one?.Namespace?.EmitAsync("news")|];""")]
    [TestCase("""new List<string>().ForEach(room => [|SIO002:socket.JoinAsync(room)|]);""")]
    public Task LibrarysTask_Dropped_IsReported(string statements) => Compiler.ExpectAsync(Snippet.Of(statements));

    [TestCase("""[|CS4014:socket.EmitAsync("news")|];""")]
    [TestCase("""[|CS4014:socket.EmitAsync("news").ConfigureAwait(false)|];""")]
    [TestCase("""Socket? one = socket; [|SIO002:one?.EmitAsync("news")|];""")]
    [TestCase("""new List<string>().ForEach(room => [|SIO002:socket.JoinAsync(room)|]);""")]
    [TestCase("""socket.On("say", async () => { [|CS4014:SaveAsync()|]; });""")]
    public Task InAnAsyncMethod_IsReportedOnce(string statements) => Compiler.ExpectAsync(Snippet.OfAsync(statements + " await SaveAsync();"));

    [TestCase("""socket.On("say", () => { [|SIO002:SaveAsync()|]; });""")]
    [TestCase("""socket.On("say", () => { [|SIO002:CountAsync()|]; });""")]
    [TestCase("""socket.On("say", (string text) => { [|SIO002:Task.Run(() => { })|]; });""")]
    [TestCase("""socket.On("say", delegate () { if (last is null) { [|SIO002:SaveAsync()|]; } });""")]
    [TestCase("""socket.On("say", () => { [|SIO002:SaveAsync()|]; return ValueTask.FromResult(1); });""")]
    [TestCase("""socket.OnDisconnected(reason => { [|SIO002:SaveAsync()|]; return ValueTask.CompletedTask; });""")]
    [TestCase("""socket.On("say", () => { [|SIO002:last?.WaitAsync(token)|]; });""")]
    [TestCase("""socket.On("say", () => { [|SIO002:SaveAsync().ConfigureAwait(false)|]; });""")]
    [TestCase("""socket.On("say", () => { [|CS4014:CompiledAsync()|]; });""")]
    [TestCase("""socket.On("say", () => { [|SIO002:CompiledAsync().ConfigureAwait(false)|]; });""")]
    [TestCase("""socket.On("say", () => new List<int>().ForEach(number => [|SIO002:SaveAsync()|]));""")]
    [TestCase("""socket.On("say", async () => { new List<int>().ForEach(number => { [|SIO002:SaveAsync()|]; }); await SaveAsync(); });""")]
    [TestCase("""socket.On("say", () => { Inner(); void Inner() { [|SIO002:SaveAsync()|]; } });""")]
    [TestCase("""space.Adapter.Rooms.OnCreated(room => { [|SIO002:SaveAsync()|]; });""")]
    [TestCase("""io.Main.OnConnection(socket => { socket.On("say", () => { [|SIO002:SaveAsync()|]; }); });""")]
    public Task Task_DroppedInAHandler_IsReported(string statements) => Compiler.ExpectAsync(Snippet.Of(statements));

    [TestCase("""socket.On("say", (Action)(() => [|SIO002:SaveAsync()|]));""")]
    [TestCase("""socket.On("say", (Action<string>)(text => [|SIO002:SaveAsync()|]));""")]
    [TestCase("""socket.On("say", (Action)(() => [|SIO002:last?.WaitAsync(token)|]));""")]
    [TestCase("""socket.On("say", (Action)(() => [|CS4014:CompiledAsync()|]));""")]
    [TestCase("""space.Adapter.Rooms.OnCreated((Action<string>)(room => [|SIO002:socket.EmitAsync("room", room)|]));""")]
    [TestCase("""services.AddSocketIO(options => [|SIO002:SaveAsync()|]);""")]
    public Task Task_AsBodyWhereNothingIsReturned_IsReported(string statements) => Compiler.ExpectAsync(Snippet.Of(statements));

    [TestCase("""socket.On("say", Handle);""")]
    [TestCase("""socket.On("say", Program.Handle);""")]
    [TestCase("""space.Adapter.Rooms.OnCreated(HandleRoom);""", false)]
    public Task Task_DroppedInAMethodThatIsAHandler_IsReported(string statements, bool isFirst = true) => Compiler.ExpectAsync(Snippet.Of(
        statements,
        $$"""
        private static void Handle() { {{Dropped(isFirst)}}; }
        private static void HandleRoom(string room) => {{Dropped(!isFirst)}};
        private static void Neither() { SaveAsync(); }
        """));

    [Test]
    public Task Task_DroppedInALocalFunctionThatIsAHandler_IsReported() => Compiler.ExpectAsync(Snippet.Of(
        """
        socket.On("say", Handle);
        void Handle() { [|SIO002:SaveAsync()|]; }
        void Neither() { SaveAsync(); }
        Neither();
        """));

    [TestCase("""_ = socket.EmitAsync("news");""")]
    [TestCase("""_ = socket.JoinAsync("tea").ConfigureAwait(false);""")]
    [TestCase("""var sent = socket.EmitAsync("news"); sent.Wait();""")]
    [TestCase("""socket.EmitAsync("news").Wait();""")]
    [TestCase("""socket.EmitAsync("news").GetAwaiter().GetResult();""")]
    [TestCase("""last = socket.EmitAsync("news");""")]
    [TestCase("""last ??= socket.EmitAsync("news");""")]
    [TestCase("""socket.Emit("news"); socket.Join("tea");""")]
    [TestCase("""SaveAsync();""")]
    [TestCase("""socket.On("say", () => { _ = SaveAsync(); });""")]
    [TestCase("""socket.On("say", (Action)(() => _ = SaveAsync()));""")]
    [TestCase("""socket.On("say", () => { last = SaveAsync(); });""")]
    [TestCase("""socket.On("say", () => new ValueTask(SaveAsync()));""")]
    [TestCase("""socket.On("say", () => SaveAsync()); socket.On("say", SaveAsync); socket.On("say", () => CountAsync());""")]
    [TestCase("""socket.OnDisconnecting(reason => SaveAsync()); space.Adapter.Rooms.OnCreated(room => socket.EmitAsync("room", room));""")]
    [TestCase("""socket.On("say", async () => await SaveAsync());""")]
    [TestCase("""socket.On("say", async () => { await SaveAsync(); await CountAsync(); });""")]
    [TestCase("""socket.On("say", async () => { await Task.WhenAny(SaveAsync(), SaveAsync()); });""")]
    [TestCase("""socket.On("say", () => { Task Inner() => SaveAsync(); _ = Inner(); });""")]
    [TestCase("""socket.On("say", () => { Cleared(); });""")]
    [TestCase("""new List<int>().ForEach(number => SaveAsync());""")]
    [TestCase("""Own.On("say", () => { SaveAsync(); }); Own.EmitAsync("news");""")]
    public Task AwaitedOrMeant_IsSilent(string statements) => Compiler.ExpectAsync(Snippet.Of(
        statements,
        """
        private static class Own
        {
            public static void On(string name, Action handler) { }
            public static Task EmitAsync(string name) => Task.CompletedTask;
        }
        """));

    [Test]
    public Task FieldsFunction_ThatDropsTheLibrarysTask_IsReported() => Compiler.ExpectAsync(
        Snippet.File(
            """

            internal static class Handlers
            {
                internal static Func<Socket, Task> Greet = socket => socket.EmitAsync("hello");
                internal static Action<Socket> Forget = socket => [|SIO002:socket.EmitAsync("hello")|];
            }
            """));

    [TestCase("")]
    [TestCase("await Task.Yield();")]
    public Task Program_OfTopLevelStatements_IsReportedOnce(string first) => Compiler.ExpectAsync(Snippet.File(
        $$"""

        SocketIOServer io = null!;
        {{first}}
        [|CS4014:io.EmitAsync("news")|];
        new List<int>().ForEach(number => [|SIO002:io.EmitAsync("news")|]);
        io.Main.OnConnection(Greet);
        static void Greet(Socket socket) { [|SIO002:Task.Run(() => { })|]; }
        static void Neither(Socket socket) { Task.Run(() => { }); }
        Neither(null!);
        """));

    private static string Dropped(bool isExpected) => isExpected ? "[|SIO002:SaveAsync()|]" : "SaveAsync()";
}
