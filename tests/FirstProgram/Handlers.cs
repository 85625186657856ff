using SocketIO;

namespace FirstProgram;

/// <summary>
/// Handlers as somebody writes them who has read nothing but the names: whatever form is natural in C#. What each does is said in
/// <c>docs/handlers.md</c>, and tried by the tests.
/// </summary>
public static class Handlers
{
    public static void Add(SocketIOServer io, Repository repository)
    {
        io.Use(async socket =>
        {
            await repository.SaveAsync("middleware");
            socket.Emit("hello", "from the middleware");
            return null;
        });
        io.OnConnection(async socket =>
        {
            await repository.SaveAsync("connection");
            AddEvents(io, socket, repository);
            AddAnswers(socket, repository);
            AddEmits(socket);
            AddEnds(socket, repository);
        });
        io.Of("/failing").OnConnection(_ => Task.FromException(new InvalidOperationException("no handlers for you")));
        io.Of("/closed").Use(_ => new ConnectError("members only") { Data = new Person("Ada", 36) });
        io.OnNewNamespace(async created => await repository.SaveAsync($"namespace {created.Name}"));
    }

    // A task is awaited, in whatever form it comes.
    private static void AddEvents(SocketIOServer io, Socket socket, Repository repository)
    {
        socket.On("save task", (string text) => repository.SaveAsync(text));
        socket.On("save method", repository.SaveAsync);
        socket.On("save async", async (string text) => await repository.SaveAsync(text));
        socket.On("save context", SaveContextAsync);
        socket.Once("save once", (string text) => repository.SaveAsync(text));
        socket.On("count", repository.CountAsync);
        socket.On("who else", async (CancellationToken gone) => (await io.FetchSocketsAsync(gone)).Sockets.Count);

        Task SaveContextAsync(EventContext context) => repository.SaveAsync(context.Arguments.Get<string>(0));
    }

    // What a handler returns is the acknowledgement.
    private static void AddAnswers(Socket socket, Repository repository)
    {
        socket.On("add", (int a, int b) => a + b);
        socket.On("person", (string name) => new Person(name, 36));
        socket.On("tuple", (int a) => (a, "b", new[] { 3 }));
        socket.On("list", (string name) => new[] { name, name });
        socket.On("count later", async () =>
        {
            await Task.Yield();
            return await repository.CountAsync();
        });
        socket.On("nickname", (string name, string? nickname) => nickname ?? name);
        socket.On("refuse", (string _) => Refuse());
        socket.On("wait", async (CancellationToken gone) =>
        {
            await Task.Delay(Timeout.Infinite, gone);
        });

        static int Refuse() => throw new EventException("the shop is closed");
    }

    // An array is one argument.
    private static void AddEmits(Socket socket)
    {
        socket.On("emit array", () => socket.Emit("array", new[] { "a", "b" }));
        socket.On("emit people", () => socket.Emit("people", new List<Person> { new("Ada", 36), new("Bob", 7) }, "and more"));
        socket.On("emit null", () => socket.Emit("null array", (string[]?)null));
        socket.On("ack array", (EventContext context) => context.Ack(new[] { 1, 2 }));
        socket.On("ask", async (CancellationToken gone) => (await socket.EmitWithAckAsync("question", new[] { 1, 2 }, gone)).Get<string>(0));
    }

    private static void AddEnds(Socket socket, Repository repository)
    {
        socket.Items["repository"] = repository;
        socket.OnDisconnecting(async reason =>
        {
            await repository.SaveAsync("disconnecting");
            throw new InvalidOperationException("thrown in an async handler of the end");
        });
        socket.OnDisconnected(_ => repository.SaveAsync("disconnected"));
    }
}
