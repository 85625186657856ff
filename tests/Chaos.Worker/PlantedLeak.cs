using System.Text.Json;
using SocketIO;

namespace ChaosWorker;

/// <summary>Shows private messages to everybody, one in ten: a fault for the checker to find.</summary>
internal static class PlantedLeak
{
    private const int Every = 10;

    private static int _count;

    public static void AddTo(SocketIOServer io) => io.OnConnection(socket => Follow(io, socket));

    private static void Follow(SocketIOServer io, Socket socket) => socket.OnAny(context =>
    {
        if (context.Event == "chat message"
            && context.Arguments.TryGet<JsonElement>(2, out var place) && place.ValueKind == JsonValueKind.Object && place.TryGetProperty("to", out _)
            && Interlocked.Increment(ref _count) % Every == 0)
        {
            io.Main.Local.Emit("leaked", context.Arguments[0], null);
        }
    });
}
