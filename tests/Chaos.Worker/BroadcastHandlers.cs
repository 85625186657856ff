using SocketIO;

namespace ChaosWorker;

/// <summary>What the chat has not: rooms whose broadcasts are not stored. Every event is acknowledged once it has taken effect.</summary>
internal static class BroadcastHandlers
{
    public static void AddTo(SocketIOServer io) => io.OnConnection(socket => AddTo(io.Main, socket));

    private static void AddTo(Namespace io, Socket socket)
    {
        socket.On("join", async context =>
        {
            await context.Socket.JoinAsync(context.Arguments.Get<string>(0));
            context.Ack();
        });
        socket.On("leave", async context =>
        {
            await context.Socket.LeaveAsync(context.Arguments.Get<string>(0));
            context.Ack();
        });
        // The room, and what to say in it. Not acknowledged if it may be lost.
        socket.On("say", async context =>
        {
            await io.To(context.Arguments.Get<string>(0)).EmitAsync("said", context.Arguments[1]);
            context.Ack();
        });
    }
}
