using SocketIO;

namespace TestWorker;

/// <summary>Asks clients and workers; the first argument is the patience in milliseconds.</summary>
internal static class QuestionHandlers
{
    public static void AddTo(Namespace io)
    {
        io.OnServerEvent("worker", context =>
        {
            context.Ack(Environment.ProcessId, context.Arguments[0]);
            io.Local.Emit("worker asked");
        });
        AddAsking(io);
    }

    private static void AddAsking(Namespace io) => io.OnConnection(socket =>
    {
        // Acknowledged with the other workers' processes and what they sent back, and the number of workers that are missing.
        socket.On("ask workers", async context =>
        {
            var patience = TimeSpan.FromMilliseconds(context.Arguments.Get<int>(0));
            var result = await io.ServerEvents.ServerSideEmitWithAckAsync(patience, "worker", ArgumentList.From([context.Arguments[1]]));
            context.Ack(result.Answers.Select(answer => answer.Arguments.Get<int>(0)), result.MissingWorkers.Count, result.Answers[0].Arguments[1]);
        });
        // Acknowledged with the answers by socket, and with the numbers of sockets and of workers that are missing.
        socket.On("ask room", async context =>
        {
            var patience = TimeSpan.FromMilliseconds(context.Arguments.Get<int>(0));
            var result = await io.To(context.Arguments.Get<string>(1)).Timeout(patience).EmitWithAckAsync("question", context.Arguments[2]);
            context.Ack(
                result.Answers.Select(answer => new { Id = answer.SocketId, Length = answer.Arguments.Get<byte[]>(0).Length }),
                result.MissingSockets,
                result.MissingWorkers.Count);
        });
        // Asks the client back, and tells everybody what it answers, whenever that is.
        socket.On("ask me when I am back", context =>
        {
            context.Ack();
            _ = AskAsync(io, context.Socket);
        });
        // Sends by the socket of a connection that is gone.
        socket.On("tell me when I am gone", context =>
        {
            context.Socket.OnDisconnected(async _ => await context.Socket.EmitAsync("done"));
            context.Ack();
        });
    });

    private static async Task AskAsync(Namespace io, Socket socket)
    {
        var answer = await socket.EmitWithAckAsync("question", "?");
        await io.EmitAsync("answered", socket.Id, answer[0]);
    }
}
