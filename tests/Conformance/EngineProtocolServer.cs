using EngineIO;

namespace Conformance;

/// <summary>For the suite of the Engine.IO protocol: sends back what comes.</summary>
internal sealed class EngineProtocolServer : IEngineIOHandler
{
    public static Action<WebApplication> AddTo(bool allowFormerProtocol)
    {
        var options = new EngineIOOptions
        {
            AllowEIO3 = allowFormerProtocol,
            PingInterval = TimeSpan.FromMilliseconds(300),
            PingTimeout = TimeSpan.FromMilliseconds(200),
        };
        return app => EngineServer.Map(app, options, new EngineProtocolServer());
    }

    public IEngineSocketHandler OnOpen(EngineSocket socket) => new EchoSocket(socket);

    private sealed class EchoSocket(EngineSocket socket) : IEngineSocketHandler
    {
        public ValueTask OnMessageAsync(EngineMessage message)
        {
            socket.Send(EngineServer.Echo(message));
            return ValueTask.CompletedTask;
        }

        public void OnClosed(CloseReason reason)
        {
            // An echo has nothing to clean up.
        }
    }
}
