using SocketIO;

namespace TestWorker;

/// <summary>Moves, describes and removes sockets on all workers; the first argument is the room that is meant.</summary>
internal static class ManagementHandlers
{
    public static void AddTo(Namespace io) => io.OnConnection(socket =>
    {
        socket.On("sockets join", context =>
        {
            io.In(context.Arguments.Get<string>(0)).SocketsJoin(context.Arguments.Get<string>(1));
            context.Ack();
        });
        socket.On("sockets leave", context =>
        {
            io.In(context.Arguments.Get<string>(0)).SocketsLeave(context.Arguments.Get<string>(1));
            context.Ack();
        });
        socket.On("disconnect sockets", context =>
            io.In(context.Arguments.Get<string>(0)).DisconnectSockets(context.Arguments.Get<bool>(1)));
        socket.On("fetch sockets", context => FetchAsync(io, context, local: false));
        socket.On("fetch local sockets", context => FetchAsync(io, context, local: true));
        socket.On("disconnect me", context => context.Socket.Disconnect(context.Arguments.Get<bool>(0)));
        socket.On("tell of my end", context =>
        {
            // Kept past the socket's end, since it is told to others then.
            var room = context.Arguments.Get<string>(0);
            context.Socket.OnDisconnected(reason =>
            {
                io.To(room).Emit("ended", reason.ToWireName());
                return ValueTask.CompletedTask;
            });
            context.Ack();
        });
    });

    private static async ValueTask FetchAsync(Namespace io, EventContext context, bool local)
    {
        var target = io.In(context.Arguments.Get<string>(0));
        var found = await (local ? target.Local : target).FetchSocketsAsync();
        context.Ack(found.Sockets.Select(socket => new { socket.Id, socket.Rooms }), found.MissingWorkers.Count);
    }
}
