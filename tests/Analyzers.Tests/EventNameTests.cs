namespace Analyzers.Tests;

public sealed class EventNameTests
{
    private static readonly string[] Client = ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener", ""];
    private static readonly string[] Server = ["connect", "connection", "new_namespace", ""];

    [TestCaseSource(nameof(Client))]
    public Task ReservedOrEmpty_OfAClientsEvent_IsReported(string name) => Compiler.ExpectAsync(Snippet.Of(
        $$"""
        socket.Emit([|SIO004:"{{name}}"|], 1);
        socket.On([|SIO004:"{{name}}"|], () => { });
        """));

    [TestCaseSource(nameof(Server))]
    public Task ReservedOrEmpty_OfAnEventBetweenServers_IsReported(string name) => Compiler.ExpectAsync(Snippet.Of(
        $$"""
        io.ServerSideEmit([|SIO004:"{{name}}"|], 1);
        space.OnServerEvent([|SIO004:"{{name}}"|], context => { });
        space.ServerEvents.ServerSideEmit([|SIO004:"{{name}}"|], default);
        space.ServerEvents.On([|SIO004:"{{name}}"|], context => { });
        """));

    [TestCase("""socket.Once([|SIO004:"disconnect"|], (string reason) => { });""")]
    [TestCase("""_ = socket.EmitAsync([|SIO004:"disconnect"|]);""")]
    [TestCase("""_ = socket.EmitWithAckAsync([|SIO004:"disconnect"|]);""")]
    [TestCase("""_ = io.To("tea").Timeout(TimeSpan.FromSeconds(1)).EmitWithAckStream([|SIO004:"disconnect"|]);""")]
    [TestCase("""socket.Volatile.Emit([|SIO004:"disconnect"|]);""")]
    [TestCase("""io.Emit([|SIO004:"disconnect"|]);""")]
    [TestCase("""_ = io.ServerSideEmitWithAckAsync([|SIO004:"connect"|]);""")]
    [TestCase("""space.UseHistory([|SIO004:"connect"|]);""")]
    [TestCase("""socket.Emit(first: 1, eventName: [|SIO004:"connect"|]);""")]
    public Task AnyCallWithAName_IsReported(string statements) => Compiler.ExpectAsync(Snippet.Of(statements));

    [TestCase("""socket.Emit([|SIO004:Names.End|]);""")]
    [TestCase("""socket.Emit([|SIO004:"dis" + "connect"|]);""")]
    [TestCase("""socket.Emit([|SIO004:$"{Names.End}ing"|]);""")]
    [TestCase("""const string name = ""; socket.Emit([|SIO004:name|]);""")]
    [TestCase("""socket.Emit([|SIO004:null|]!);""")]
    public Task Constant_HoweverWritten_IsReported(string statements) => Compiler.ExpectAsync(WithNames(statements));

    [TestCase("""socket.Emit("news"); socket.On("news", () => { }); io.ServerSideEmit("sync");""")]
    [TestCase("""socket.Emit("message"); socket.On("error", () => { }); socket.Emit("Connect"); socket.Emit(" ");""")]
    [TestCase("""socket.Emit("connection"); socket.On("new_namespace", () => { });""")]
    [TestCase("""io.ServerSideEmit("disconnect"); io.OnServerEvent("newListener", context => { });""")]
    [TestCase("""var name = "connect"; socket.Emit(name); socket.Emit(Names.Now); socket.Emit(Names.Of("connect"));""")]
    [TestCase("""socket.Send("connect"); context.Ack("connect", ""); socket.Emit("news", "connect", "");""")]
    [TestCase("""socket.Off("disconnect"); io.To("connect").Emit("news"); socket.Join("");""")]
    [TestCase("""Names.Emit("connect"); Names.On("");""")]
    public Task OtherNames_AreSilent(string statements) => Compiler.ExpectAsync(WithNames(statements));

    [TestCase("""socket.On("disconnect", () => { });""", ExpectedResult = "'disconnect' is a reserved event name, and refused at run time: there is OnDisconnected")]
    [TestCase("""io.OnServerEvent("connection", context => { });""", ExpectedResult = "'connection' is a reserved event name, and refused at run time: there is OnConnection")]
    [TestCase("""socket.Emit("newListener");""", ExpectedResult = "'newListener' is a reserved event name, and refused at run time")]
    [TestCase("""socket.Emit("");""", ExpectedResult = "An event has a name: an empty one is refused at run time")]
    public async Task<string> Message_SaysWhatThereIsInstead(string statements) =>
        (await Compiler.AnalyzeAsync(Snippet.Of(statements))).Single().GetMessage();

    private static string WithNames(string statements) => Snippet.Of(
        statements,
        """
        private static class Names
        {
            public const string End = "disconnect";
            public static readonly string Now = "connect";
            public static string Of(string name) => name;
            public static void Emit(string name) { }
            public static void On(string name) { }
        }
        """);
}
