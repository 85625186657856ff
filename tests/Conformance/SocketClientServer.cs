using EngineIO;
using SocketIO;

namespace Conformance;

/// <summary>For the suite of socket.io-client: its namespaces, with connection state recovery.</summary>
internal static class SocketClientServer
{
    /// <summary>Some tests want a server that is slower than a timer of the client's.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(10);

    public static Action<WebApplication> AddTo(WebApplicationBuilder builder)
    {
        builder.Services.AddSocketIOSequencer();
        builder.Services.AddSocketIO(options =>
        {
            options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions();
            options.Engine.PingInterval = TimeSpan.FromSeconds(2);
            options.Engine.AllowRequest = AdmitAsync;
        });
        return Map;
    }

    /// <summary>The handshake as the reference shows it to an application.</summary>
    public static Dictionary<string, object> Describe(Handshake handshake) => new()
    {
        ["headers"] = handshake.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value),
        ["time"] = $"{handshake.Time:ddd MMM dd yyyy HH:mm:ss} GMT+0000 (Coordinated Universal Time)",
        ["address"] = handshake.Address,
        ["xdomain"] = handshake.CrossDomain,
        ["secure"] = handshake.Secure,
        ["issued"] = handshake.Time.ToUnixTimeMilliseconds(),
        ["url"] = handshake.Url,
        ["query"] = handshake.Query,
        ["auth"] = handshake.Auth,
    };

    private static async ValueTask<AllowRequestResult> AdmitAsync(HttpContext context)
    {
        await Task.Delay(Delay, context.RequestAborted);
        return AllowRequestResult.Allow;
    }

    private static void Map(WebApplication app)
    {
        var io = app.Services.GetRequiredService<SocketIOServer>();
        io.Use(socket => ValueTask.FromResult(
            string.IsNullOrEmpty(socket.Handshake.Query.GetValueOrDefault("fail")) ? null : new ConnectError("Auth failed (main namespace)")));
        io.OnConnection(SocketClientHandlers.AddTo);
        io.Of("/foo").OnConnection(socket => socket.On("getId", context => context.Ack(context.Socket.Id)));
        io.Of("/timeout_socket");
        io.Of("/valid");
        io.Of("/asd");
        io.Of("/abc").OnConnection(socket => socket.Emit("handshake", Describe(socket.Handshake)));
        io.Of("/no").Use(_ => ValueTask.FromResult<ConnectError?>(new ConnectError("Auth failed (custom namespace)")));
        app.MapSocketIO();
    }
}
