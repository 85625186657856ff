using SocketIO;

namespace Fuzz.Wire;

/// <summary>Handlers like those of an application: typed, with acknowledgements, rooms, and arguments passed on.</summary>
internal static class Application
{
    private static readonly TimeSpan AckTimeout = TimeSpan.FromMilliseconds(200);

    public static void AddTo(SocketIOServer io)
    {
        io.Use(socket => socket.Handshake.Auth.TryGetProperty("refuse", out _) ? new ConnectError("refused") : null);
        io.OnConnection(AddTo);
        io.Of("/admin").OnConnection(AddTo);
        io.Of(new System.Text.RegularExpressions.Regex("^/(dynamic|room)-[0-9]{1,3}$")).OnConnection(AddTo);
    }

    private static void AddTo(Socket socket)
    {
        socket.On("echo", context => context.Ack(context.Arguments.ToRaw()));
        socket.On("typed", (string text, int number, Optional<byte[]> data) => ValueTask.FromResult(text.Length + number + (data.HasValue ? data.Value.Length : 0)));
        socket.On("record", (Sample sample) => ValueTask.FromResult(sample));
        socket.On("bytes", (byte[] first, EventArgument rest) => socket.Emit("bytes", first, rest, socket.Handshake.Auth));
        socket.On("room", (string room) =>
        {
            socket.Join(room);
            socket.Volatile.Emit("joined", room);
            socket.Leave(room);
        });
        socket.On("ask", context =>
        {
            _ = AskAsync(socket, context.Arguments.ToRaw());
        });
        socket.OnAny(context => socket.Volatile.Emit("any", context.Arguments.ToRaw()));
    }

    private static async Task AskAsync(Socket socket, ArgumentList arguments)
    {
        try
        {
            await socket.Timeout(AckTimeout).EmitWithAckAsync("asked", arguments);
        }
        catch (Exception exception) when (exception is AckTimeoutException or SocketDisconnectedException)
        {
            // Nobody promised an answer.
        }
    }

    private sealed record Sample(string? Text, int? Count, byte[]? Data);
}
