using SocketIO;

namespace Benchmarks.Server;

/// <summary>What load generators rely on; the table in docs/performance.md says what each event does.</summary>
internal static class LoadHandlers
{
    public static void AddTo(SocketIOServer io) => io.OnConnection(socket =>
    {
        socket.On("echo", context => context.Ack(context.Arguments[0]));
        socket.On("bcast", context => io.Emit("msg", context.Arguments[0]));
        socket.On("join", context =>
        {
            context.Socket.Join(context.Arguments.Get<string>(0));
            context.Ack();
        });
        socket.On("room", context => io.To(context.Arguments.Get<string>(0)).Emit("msg", context.Arguments[1]));
        socket.On("volatile", context => io.To(context.Arguments.Get<string>(0)).Volatile.Emit("msg", context.Arguments[1]));
        socket.On("publish", async context =>
        {
            await io.To(context.Arguments.Get<string>(0)).EmitAsync("msg", context.Arguments[1]);
            context.Ack();
        });
    });
}
