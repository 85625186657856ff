namespace Analyzers.Tests;

public sealed class MisplacedTokenTests
{
    [TestCase("""socket.Emit("news", [|SIO006:token|], 1);""")]
    [TestCase("""socket.Emit("news", 1, [|SIO006:token|], 2);""")]
    [TestCase("""socket.Emit("news", [|SIO006:CancellationToken.None|], token);""")]
    [TestCase("""_ = socket.EmitAsync("news", [|SIO006:token|], 1);""")]
    [TestCase("""socket.Send([|SIO006:token|], 1);""")]
    [TestCase("""_ = io.To("tea").EmitWithAckAsync("news", [|SIO006:(CancellationToken?)token|], 1);""")]
    [TestCase("""io.ServerSideEmit("sync", [|SIO006:token|], 1);""")]
    [TestCase("""socket.Emit("news", new object?[] { 1, [|SIO006:token|] });""")]
    [TestCase("""socket.Emit("news", ArgumentList.From([[|SIO006:token|], 1]));""")]
    [TestCase("""socket.Emit("news", ArgumentList.From(new object?[] { [|SIO006:token|], 1 }));""")]
    public Task Token_BeforeOtherArguments_IsReported(string statements) => Compiler.ExpectAsync(Snippet.Of(statements));

    [TestCase("""context.Ack([|SIO006:token|], 1);""")]
    public Task Token_BeforeOthersOfAnAcknowledgement_IsReported(string statements) => Compiler.ExpectAsync(Snippet.Of(statements));

    [TestCase("""context.Ack(token);""")]
    [TestCase("""context.Ack(1, token);""")]
    [TestCase("""socket.Emit("news", token);""")]
    [TestCase("""socket.Emit("news", 1, "two", token);""")]
    [TestCase("""_ = socket.EmitAsync("news", 1, token);""")]
    [TestCase("""_ = io.To("tea").EmitWithAckAsync("news", 1, token);""")]
    [TestCase("""io.Send(1, CancellationToken.None);""")]
    [TestCase("""_ = io.ServerSideEmitWithAckAsync("sync", 1, token);""")]
    [TestCase("""_ = io.FetchSocketsAsync(token);""")]
    [TestCase("""socket.Emit("news", ArgumentList.From([1, token]));""")]
    [TestCase("""Emit("news", token, 1);""")]
    public Task Token_AtTheEnd_IsSilent(string statements) => Compiler.ExpectAsync(Snippet.Of(
        statements, "private static void Emit(string name, params object?[] arguments) { }"));
}
