using SocketIO;

namespace TestWorker;

/// <summary>Sends to others, in every way there is: the last argument is passed on as the event's.</summary>
internal static class BroadcastHandlers
{
    public static void AddTo(Namespace io) => io.OnConnection(socket =>
    {
        socket.On("join", context =>
        {
            context.Socket.Join(context.Arguments.Get<string>(0));
            context.Ack();
        });
        socket.On("leave", context =>
        {
            context.Socket.Leave(context.Arguments.Get<string>(0));
            context.Ack();
        });
        socket.On("all", context => io.Emit("all", context.Arguments[0]));
        socket.On("others", context => context.Socket.Broadcast.Emit("others", context.Arguments[0]));
        socket.On("room", context => io.To(context.Arguments.Get<string[]>(0)).Emit("room", context.Arguments[1]));
        socket.On("room others", context => context.Socket.To(context.Arguments.Get<string[]>(0)).Emit("room others", context.Arguments[1]));
        socket.On("except", context => io.Except(context.Arguments.Get<string[]>(0)).Emit("except", context.Arguments[1]));
        socket.On("room except", context =>
            io.To(context.Arguments.Get<string>(0)).Except(context.Arguments.Get<string>(1)).Emit("room except", context.Arguments[2]));
        socket.On("local", context => io.Local.Emit("local", context.Arguments[0]));
        socket.On("volatile", context => io.Volatile.Emit("volatile", context.Arguments[0]));
    });
}
