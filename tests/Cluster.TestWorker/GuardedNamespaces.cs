using SocketIO;

namespace TestWorker;

/// <summary>Namespaces that do not let everybody in.</summary>
internal static class GuardedNamespaces
{
    public static void AddTo(SocketIOServer io)
    {
        EchoHandlers.AddTo(io.Of("/guarded").Use(socket => ValueTask.FromResult(
            socket.Handshake.Auth.TryGetProperty("token", out var token) && token.ValueEquals("right")
                ? null
                : new ConnectError("not allowed") { Data = new { code = 42, hint = "the token" } })));
        io.Of("/broken").Use(_ => throw new InvalidOperationException("thrown on purpose"));
    }
}
