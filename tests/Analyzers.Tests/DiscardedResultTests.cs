namespace Analyzers.Tests;

public sealed class DiscardedResultTests
{
    [TestCase("""socket.On("say", () => [|SIO007:_ = SaveAsync()|]);""")]
    [TestCase("""socket.On("say", (string text) => [|SIO007:_ = SaveAsync()|]);""")]
    [TestCase("""socket.On("say", context => [|SIO007:_ = SaveAsync()|]);""")]
    [TestCase("""socket.On("say", () => ([|SIO007:_ = CountAsync()|]));""")]
    [TestCase("""socket.Once("say", () => [|SIO007:_ = ValueTask.CompletedTask|]);""")]
    [TestCase("""socket.On("say", (string text) => [|SIO007:_ = text.Length|]);""")]
    [TestCase("""io.OnConnection(socket => [|SIO007:_ = SaveAsync()|]);""")]
    [TestCase("""socket.OnDisconnected(reason => [|SIO007:_ = SaveAsync()|]);""")]
    public Task Discard_ThatIsReturned_IsReported(string statements) => Compiler.ExpectAsync(Snippet.Of(statements));

    [TestCase("""socket.On("say", () => { _ = SaveAsync(); });""")]
    [TestCase("""socket.On("say", (Action)(() => _ = SaveAsync()));""")]
    [TestCase("""socket.On("say", () => SaveAsync());""")]
    [TestCase("""socket.On("say", () => last = SaveAsync());""")]
    [TestCase("""socket.On("say", () => { var count = 0; return _ = count; });""", Description = "said in so many words")]
    [TestCase("""Func<Task> other = () => _ = SaveAsync();""", Description = "no handler")]
    public Task Other_IsNotReported(string statements) => Compiler.ExpectAsync(Snippet.Of(statements));
}
