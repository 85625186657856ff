namespace Analyzers.Tests;

public sealed class AsyncVoidHandlerTests
{
    [TestCase("""socket.OnDisconnecting((Action<DisconnectReason>)([|SIO001:async|] reason => await SaveAsync()));""")]
    [TestCase("""socket.On("say", new Action([|SIO001:async|] () => await SaveAsync()));""")]
    [TestCase("""socket.On("say", (Action<string>)([|SIO001:async|] delegate (string text) { await SaveAsync(); }));""")]
    [TestCase("""socket.On("say", DateTime.Now.Year > 2000 ? (Action)([|SIO001:async|] () => await SaveAsync()) : (Action)(() => { }));""")]
    [TestCase("""socket.OnAnyOutgoing((Action<OutgoingEvent>)(static [|SIO001:async|] sent => await SaveAsync()));""")]
    [TestCase("""services.AddSocketIO([|SIO001:async|] options => await SaveAsync());""")]
    [TestCase("""socket.Connection.Events.OnUpgraded((Action)([|SIO001:async|] () => await SaveAsync()));""")]
    [TestCase("""space.Adapter.Rooms.OnCreated((Action<string>)([|SIO001:async|] room => await SaveAsync()));""")]
    public Task AsyncFunction_WhereNothingIsReturned_IsReported(string statements) => Compiler.ExpectAsync(Snippet.Of(statements));

    [TestCase("""socket.On("say", [|SIO001:Handle|]);""")]
    [TestCase("""socket.On("say", (Action)[|SIO001:Program.Handle|]);""")]
    [TestCase("""space.Adapter.Rooms.OnCreated([|SIO001:HandleRoom|]);""")]
    public Task AsyncVoidMethod_AsHandler_IsReported(string statements) => Compiler.ExpectAsync(Snippet.Of(
        statements,
        """
        private static async void Handle() => await SaveAsync();
        private static async void HandleRoom(string room) => await SaveAsync();
        """));

    [Test]
    public Task AsyncVoidLocalFunction_AsHandler_IsReported() => Compiler.ExpectAsync(Snippet.Of(
        """
        socket.On("say", [|SIO001:Handle|]);
        async void Handle() => await SaveAsync();
        """));

    [TestCase("""socket.On("say", async () => await SaveAsync());""")]
    [TestCase("""socket.On("say", async (string text) => await SaveAsync());""")]
    [TestCase("""socket.On("say", async (string text) => { await SaveAsync(); return text; });""")]
    [TestCase("""socket.On("say", async (EventContext context, string text, int number) => await SaveAsync());""")]
    [TestCase("""socket.Once("say", async () => { await SaveAsync(); return 1; });""")]
    [TestCase("""socket.OnAny(async context => await SaveAsync());""")]
    [TestCase("""socket.PrependAny(async context => await SaveAsync());""")]
    [TestCase("""socket.OnError(async error => await SaveAsync());""")]
    [TestCase("""socket.Use(async context => { await SaveAsync(); return null; });""")]
    [TestCase("""socket.OnAnyOutgoing(async sent => await SaveAsync());""")]
    [TestCase("""socket.PrependAnyOutgoing(async sent => await SaveAsync());""")]
    [TestCase("""socket.OnDisconnecting(async reason => await SaveAsync());""")]
    [TestCase("""socket.OnDisconnected(async reason => await SaveAsync());""")]
    [TestCase("""socket.Connection.Events.OnPacketReceived(async info => await SaveAsync());""")]
    [TestCase("""socket.Connection.Events.OnPacketSending(async info => await SaveAsync());""")]
    [TestCase("""socket.Connection.Events.OnUpgraded(async () => await SaveAsync());""")]
    [TestCase("""io.OnNewNamespace(async space => await SaveAsync());""")]
    [TestCase("""space.OnSessionExpired(async session => await SaveAsync());""")]
    [TestCase("""space.UsePresence(socket => null).OnChange(async change => await SaveAsync());""")]
    [TestCase("""space.UsePresence(socket => null).Read(async people => await SaveAsync());""")]
    [TestCase("""space.Adapter.Rooms.OnCreated(async room => await SaveAsync());""")]
    [TestCase("""space.Adapter.Rooms.OnJoined(async (room, id) => await SaveAsync());""")]
    [TestCase("""services.AddSocketIO(options => options.Engine.Headers = async (http, headers) => await SaveAsync());""")]
    [TestCase("""services.AddSocketIO(options => options.Engine.AllowRequest = async http => { await SaveAsync(); return default!; });""")]
    [TestCase("""io.Main.OnConnection(async socket => await SaveAsync());""")]
    [TestCase("""io.Main.Use(async socket => { await SaveAsync(); return null; });""")]
    [TestCase("""io.OnServerEvent("sync", async context => await SaveAsync());""")]
    [TestCase("""space.OnServerEvent("sync", async context => await SaveAsync());""")]
    [TestCase("""services.AddSocketIO(options => options.Engine.GenerateId = async http => { await SaveAsync(); return "id"; });""")]
    [TestCase("""socket.On("say", Handle);""")]
    public Task AwaitedForm_IsSilent(string statements) => Compiler.ExpectAsync(Snippet.Of(
        statements, "private static async ValueTask Handle() => await SaveAsync();"));

    [TestCase("""new List<int>().ForEach(async number => await SaveAsync());""")]
    [TestCase("""socket.On("say", () => new List<int>().ForEach(async number => await SaveAsync()));""")]
    [TestCase("""socket.On("say", () => { });""")]
    [TestCase("""socket.On("say", new Action(SaveAll));""")]
    [TestCase("""Own.On("say", async () => await SaveAsync());""")]
    public Task Others_AreSilent(string statements) => Compiler.ExpectAsync(Snippet.Of(
        statements,
        """
        private static void SaveAll() => SaveAsync().Wait();
        private static class Own { public static void On(string name, Action handler) { } }
        """));
}
