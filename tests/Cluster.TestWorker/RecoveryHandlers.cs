using SocketIO;

namespace TestWorker;

/// <summary>
/// What the tests of recovery ask for. The reference's server in <c>tests/Client.Tests/Recovery/reference</c> knows the same
/// events. Every event is acknowledged once it has taken effect.
/// </summary>
internal static class RecoveryHandlers
{
    public static void AddTo(Namespace io) => io.OnConnection(socket =>
    {
        socket.On("describe", context => context.Ack(new
        {
            id = context.Socket.Id,
            recovered = context.Socket.Recovered,
            rooms = context.Socket.Rooms,
            note = context.Socket.Data["note"],
        }));
        socket.On("note", context =>
        {
            context.Socket.Data["note"] = context.Arguments.Get<string>(0);
            context.Ack();
        });
        socket.On("enter", async context =>
        {
            await context.Socket.JoinAsync(context.Arguments.Get<string>(0));
            context.Ack();
        });
        socket.On("exit", async context =>
        {
            await context.Socket.LeaveAsync(context.Arguments.Get<string>(0));
            context.Ack();
        });
        socket.On("count", async context => context.Ack((await io.In(context.Arguments.Get<string>(0)).CountAsync()).Count));
        // Of this process, those included whose end it has not noticed yet.
        socket.On("connections", context => context.Ack(io.Server.Engine.ClientsCount));
        AddPublishing(io, socket);
    });

    private static void AddPublishing(Namespace io, Socket socket)
    {
        // The room, and what to say in it.
        socket.On("publish", async context =>
        {
            await io.To(context.Arguments.Get<string>(0)).EmitAsync("said", context.Arguments[1]);
            context.Ack();
        });
        socket.On("publish to all", async context =>
        {
            await io.EmitAsync("said", context.Arguments[0]);
            context.Ack();
        });
        socket.On("publish bytes", async context =>
        {
            await io.To(context.Arguments.Get<string>(0)).EmitAsync("bytes", context.Arguments.Get<byte[]>(1));
            context.Ack();
        });
        socket.On("publish volatile", context =>
        {
            io.To(context.Arguments.Get<string>(0)).Volatile.Emit("ticked", context.Arguments[1]);
            context.Ack();
        });
        // The room, how many, and how many bytes each.
        socket.On("flood", async context =>
        {
            var text = new string('x', context.Arguments.Get<int>(2));
            for (var i = 0; i < context.Arguments.Get<int>(1); i++)
            {
                await io.To(context.Arguments.Get<string>(0)).EmitAsync("flood", text);
            }
            context.Ack();
        });
    }
}
