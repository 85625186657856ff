using System.Text;
using System.Text.Json;
using EngineIO;

namespace Conformance;

/// <summary>For the suite of engine.io-client.</summary>
internal sealed class EngineClientServer(IHttpContextAccessor requests) : IEngineIOHandler
{
    private static readonly OutboundMessage Greeting = OutboundMessage.Text("hi"u8);
    private static readonly OutboundMessage Utf8 = OutboundMessage.Text("пойду спать всем спокойной ночи");
    private static readonly OutboundMessage Bytes = OutboundMessage.Binary([0, 1, 2, 3, 4]);

    public static Action<WebApplication> AddTo(WebApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        var options = new EngineIOOptions
        {
            PingInterval = TimeSpan.FromMilliseconds(500),
            MaxHttpBufferSize = 100,
            AllowRequest = Admit,
        };
        return app => EngineServer.Map(app, options, new EngineClientServer(app.Services.GetRequiredService<IHttpContextAccessor>()));
    }

    public IEngineSocketHandler OnOpen(EngineSocket socket)
    {
        socket.Send(Greeting);
        return new Client(socket, requests);
    }

    private static ValueTask<AllowRequestResult> Admit(HttpContext context)
    {
        if (context.Request.Query.ContainsKey("deny"))
        {
            return ValueTask.FromResult(AllowRequestResult.Refuse());
        }
        context.Response.Headers.SetCookie = new(
        [
            "1=1; Max-Age=86400",
            "2=2; Path=/; HttpOnly; Secure; SameSite=Strict",
            "3=3; Max-Age=0",
            $"4=4; Expires={DateTimeOffset.UtcNow:R}",
        ]);
        return ValueTask.FromResult(AllowRequestResult.Allow);
    }

    private sealed class Client(EngineSocket socket, IHttpContextAccessor requests) : IEngineSocketHandler
    {
        public ValueTask OnMessageAsync(EngineMessage message)
        {
            socket.Send(message.IsBinary ? EngineServer.Echo(message) : Answer(message));
            return ValueTask.CompletedTask;
        }

        public void OnClosed(CloseReason reason)
        {
            // Nothing is kept of a client.
        }

        private OutboundMessage Answer(in EngineMessage message) => Encoding.UTF8.GetString(message.Data.Span) switch
        {
            "give binary" => Bytes,
            "give utf8" => Utf8,
            "sendHeaders" => OutboundMessage.Text(JsonSerializer.Serialize(Headers())),
            _ => EngineServer.Echo(message),
        };

        /// <summary>The headers of the very request that carried the message.</summary>
        private Dictionary<string, string> Headers() => requests.HttpContext!.Request.Headers
            .ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
    }
}
