using System.Text.Json;
using SocketIO;
using SocketIO.History;
using SocketIO.Namespaces;
using SocketIO.Sockets;

namespace ChaosWorker;

/// <summary>The chat, and rooms. Every event is acknowledged once it has taken effect.</summary>
internal static class ChaosHandlers
{
    private const string MessageEvent = "chat message";

    public static void AddTo(SocketIOServer io)
    {
        var history = io.Main.UseHistory(MessageEvent);
        io.OnConnection(async socket =>
        {
            await history.Ready;
            history.Replay(socket, ServerOffset(socket));
            AddTo(io.Main, socket, history);
        });
    }

    private static void AddTo(Namespace io, Socket socket, NamespaceHistory history)
    {
        // The text, and the client's key.
        socket.On(MessageEvent, async context =>
        {
            var result = await history.AppendAsync(context.Arguments.Get<string>(1), context.Arguments.Get<string>(0));
            if (result.Status == AppendStatus.KeyConflict)
            {
                context.Ack(new { error = "the key was used for another message" });
                return;
            }
            context.Ack(new { id = result.Id });
        });
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

    private static long ServerOffset(Socket socket) =>
        socket.Handshake.Auth.TryGetProperty("serverOffset", out var offset) && offset.ValueKind == JsonValueKind.Number && offset.TryGetInt64(out var id)
            ? id
            : 0;
}
