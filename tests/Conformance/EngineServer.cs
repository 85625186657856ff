using EngineIO;

namespace Conformance;

/// <summary>Puts a bare Engine.IO server into an application.</summary>
internal static class EngineServer
{
    public static void Map(WebApplication app, EngineIOOptions options, IEngineIOHandler handler) =>
        app.MapEngineIO("/engine.io/", new EngineIOServer(options, handler, app.Services.GetRequiredService<ILoggerFactory>(), TimeProvider.System));

    public static OutboundMessage Echo(in EngineMessage message) =>
        message.IsBinary ? OutboundMessage.Binary(message.Data.Span) : OutboundMessage.Text(message.Data.Span);
}
