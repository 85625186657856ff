using SocketIO;

namespace Benchmarks.Server;

/// <summary>What load generators rely on: <c>echo</c>, <c>bcast</c>, <c>join</c> and <c>room</c>.</summary>
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
    });
}
