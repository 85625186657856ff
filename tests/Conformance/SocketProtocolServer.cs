using SocketIO;

namespace Conformance;

/// <summary>For the suite of the Socket.IO protocol.</summary>
internal static class SocketProtocolServer
{
    public static Action<WebApplication> AddTo(WebApplicationBuilder builder)
    {
        builder.Services.AddSocketIO(options =>
        {
            options.ConnectTimeout = TimeSpan.FromSeconds(1);
            options.Engine.PingInterval = TimeSpan.FromMilliseconds(300);
            options.Engine.PingTimeout = TimeSpan.FromMilliseconds(200);
        });
        return Map;
    }

    private static void Map(WebApplication app)
    {
        var io = app.Services.GetRequiredService<SocketIOServer>();
        io.OnConnection(socket =>
        {
            socket.Emit("auth", socket.Handshake.Auth);
            socket.On("message", context => context.Socket.Emit("message-back", context.Arguments.ToRaw()));
            socket.On("message-with-ack", context => context.Ack(context.Arguments.ToRaw()));
        });
        io.Of("/custom").OnConnection(socket => socket.Emit("auth", socket.Handshake.Auth));
        app.MapSocketIO();
    }
}
