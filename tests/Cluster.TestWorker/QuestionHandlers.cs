using SocketIO.Namespaces;

namespace TestWorker;

/// <summary>Asks clients and workers; the first argument is the patience in milliseconds.</summary>
internal static class QuestionHandlers
{
    public static void AddTo(Namespace io) => io.OnConnection(socket =>
    {
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
    });
}
