using Microsoft.CodeAnalysis;

namespace Analyzers.Tests;

public sealed class OtherFormsTests
{
    private static readonly MetadataReference Library = Compiler.Library(SmallLibrary.Assembly, SmallLibrary.Source);

    [TestCase("""socket.Emit("news", [|SIO003:SaveAsync()|]);""")]
    [TestCase("""socket.Emit("news", 1, [|SIO003:SaveAsync()|]);""")]
    [TestCase("""emitter.Emit("news", [|SIO003:emitter|], [|SIO003:SaveAsync()|]);""")]
    [TestCase("""EmitExtensions.Emit(emitter, "news", 1, [|SIO003:SaveAsync()|]);""")]
    [TestCase("""emitter.Emit("news", new ArgumentList(1, [|SIO003:SaveAsync()|]));""")]
    [TestCase("""emitter.Emit("news", ArgumentList.Of(1, [|SIO003:SaveAsync()|]));""")]
    [TestCase("""socket.Emit("news", arguments: [1, [|SIO003:SaveAsync()|]]);""")]
    [TestCase("""socket.Emit("news", arguments: new object?[] { 1, [|SIO003:SaveAsync()|] });""")]
    [TestCase("""socket.Send([|SIO003:SaveAsync()|]);""")]
    [TestCase("""socket.ServerSideEmit("sync", 1, [|SIO003:SaveAsync()|]);""")]
    [TestCase("""_ = socket.EmitAsync("news", [|SIO003:SaveAsync()|]);""")]
    [TestCase("""_ = socket.EmitWithAckAsync("news", [|SIO003:SaveAsync()|], 1);""")]
    [TestCase("""context.Ack([|SIO003:SaveAsync()|]);""")]
    [TestCase("""socket.Emit([|SIO004:"connect"|]); emitter.Emit([|SIO004:""|], 1, 2);""")]
    [TestCase("""socket.ServerSideEmit([|SIO004:"connection"|]);""")]
    [TestCase("""socket.Emit("news", [|SIO006:token|], 1);""")]
    [TestCase("""socket.Emit("news", 1, [|SIO006:token|], 2);""")]
    [TestCase("""socket.Emit("news", new ArgumentList([|SIO006:token|], 1));""")]
    [TestCase("""_ = socket.EmitAsync("news", [|SIO006:token|], token);""")]
    [TestCase("""[|SIO002:socket.EmitAsync("news", 1)|];""")]
    [TestCase("""[|SIO002:socket.EmitWithAckAsync("news", 1, 2)|];""")]
    public Task Emit_OfAnyForm_IsJudged(string statements) => ExpectAsync(statements);

    [TestCase("""socket.Emit("news", token); socket.Emit("news", 1, token); socket.Emit("news", 1, 2, token);""")]
    [TestCase("""emitter.Emit("news", [1, "two", token]); emitter.Emit("news", new ArgumentList(1, token));""")]
    [TestCase("""_ = socket.EmitAsync("news", 1, token); _ = socket.EmitWithAckAsync("news", 1, token);""")]
    [TestCase("""socket.Send("connect"); socket.ServerSideEmit("disconnect", 1, token);""")]
    [TestCase("""socket.Emit("news", default(ArgumentList));""")]
    public Task Emit_OfAnyForm_IsSilentWhenItIsRight(string statements) => ExpectAsync(statements);

    [TestCase("""socket.On("say", ([|SIO005:ref int number|]) => { });""")]
    [TestCase("""socket.On("say", ([|SIO005:in int number|], [|SIO005:out int other|]) => { other = 1; });""")]
    [TestCase("""socket.On("say", [|SIO005:Filled|]);""")]
    [TestCase("""socket.On("say", ([|SIO005:Socket other|]) => { });""")]
    [TestCase("""socket.On("say", () => [|SIO005:socket|]);""")]
    [TestCase("""socket.On("say", async () => { await SaveAsync(); return [|SIO005:token|]; });""")]
    [TestCase("""socket.Once("say", (string text) => [|SIO005:socket|]);""")]
    [TestCase("""socket.Once("say", async (string text) => { await SaveAsync(); return [|SIO005:typeof(int)|]; });""")]
    [TestCase("""socket.On("say", (Action)([|SIO001:async|] () => await SaveAsync()));""")]
    [TestCase("""socket.On("say", [|SIO001:FireAsync|]);""")]
    [TestCase("""options.Opened = [|SIO001:async|] text => await SaveAsync();""")]
    [TestCase("""options.Opened ??= [|SIO001:async|] text => await SaveAsync();""")]
    [TestCase("""options.Opened += [|SIO001:async|] text => await SaveAsync();""")]
    [TestCase("""_ = new Options { Opened = [|SIO001:async|] text => await SaveAsync() };""")]
    [TestCase("""options.Closed += [|SIO001:async|] text => await SaveAsync();""")]
    [TestCase("""options.Closed += [|SIO001:FireAsync|];""", "string text")]
    [TestCase("""options.Opened = text => [|SIO002:SaveAsync()|];""")]
    [TestCase("""options.Closed += text => { [|SIO002:SaveAsync()|]; };""")]
    [TestCase("""socket.On("say", () => { [|SIO002:SaveAsync()|]; });""")]
    [TestCase("""socket.OnConnection(socket => { [|SIO002:SaveAsync()|]; });""")]
    public Task Handler_OfAnyForm_IsJudged(string statements, string parameter = "") => ExpectAsync(statements, parameter: parameter);

    [TestCase("""socket.On("say", () => { }); socket.On("say", () => 1); socket.On("say", (string text) => text);""")]
    [TestCase("""socket.On("say", () => SaveAsync()); socket.On("say", () => Task.FromResult(1)); socket.On("say", () => new ValueTask<int>(1));""")]
    [TestCase("""socket.On("say", async (EventContext context, string text, CancellationToken end) => await SaveAsync());""")]
    [TestCase("""socket.Once("say", (string text) => SaveAsync()); socket.Once("say", (string text) => ValueTask.CompletedTask);""")]
    [TestCase("""socket.Once("say", (string text) => { }); socket.Once("say", (string text) => text);""")]
    [TestCase("""socket.Once("say", async (string text) => { await SaveAsync(); return 1; });""")]
    [TestCase("""options.Opened = text => { _ = SaveAsync(); }; options.Closed -= async text => await SaveAsync();""")]
    [TestCase("""socket.OnConnection(async socket => await SaveAsync()); socket.OnConnection(socket => SaveAsync());""")]
    public Task Handler_OfAnyForm_IsSilentWhenItIsRight(string statements) => ExpectAsync(statements);

    [Test]
    public Task SameNames_InAnotherAssembly_AreSilent() => ExpectAsync(
        """socket.Emit("connect", token, SaveAsync()); socket.EmitAsync("", 1); socket.On("say", (Action)(async () => await SaveAsync()));""",
        Compiler.Library("Another", SmallLibrary.Source));

    private static Task ExpectAsync(string statements, MetadataReference? library = null, string parameter = "") => Compiler.ExpectAsync(
        $$"""
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using SocketIO;

        internal static class Program
        {
            internal static void Run(Socket socket, IEventEmitter emitter, EventContext context, Options options, CancellationToken token)
            {
                {{statements}}
            }

            private static Task SaveAsync() => Task.CompletedTask;

            private static void Filled(ref int number) => number = 1;

            private static async void FireAsync({{parameter}}) => await SaveAsync();
        }
        """,
        library ?? Library);
}
