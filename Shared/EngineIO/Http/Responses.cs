using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace EngineIO.Http;

/// <summary>The short answers of the endpoint.</summary>
internal static class Responses
{
    private static readonly byte[] OkBody = "ok"u8.ToArray();

    public static async Task ErrorAsync(HttpContext context, EngineError error, bool isWebSocket)
    {
        var response = context.Response;
        byte[] body;
        if (isWebSocket)
        {
            response.StatusCode = error.WebSocketStatus;
            response.ContentType = "text/html";
            response.Headers.Connection = "close";
            body = Encoding.UTF8.GetBytes(error.Message);
        }
        else
        {
            response.StatusCode = error.Status;
            response.ContentType = "application/json";
            body = ToJson(error);
        }
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body);
    }

    /// <summary>An answer without a body.</summary>
    public static Task EmptyAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    public static Task OkAsync(HttpContext context) => context.Response.Body.WriteAsync(OkBody).AsTask();

    public static void PrepareOk(HttpContext context)
    {
        context.Response.ContentType = "text/html";
        context.Response.ContentLength = OkBody.Length;
        PreparePolling(context);
    }

    /// <summary>The headers of every answer to a poll or a post.</summary>
    public static void PreparePolling(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        var agent = context.Request.Headers.UserAgent.ToString();
        // Internet Explorer warns of an attack where what a page sent comes back.
        if (agent.Contains(";MSIE", StringComparison.Ordinal) || agent.Contains("Trident/", StringComparison.Ordinal))
        {
            headers.XXSSProtection = "0";
        }
    }

    /// <summary>
    /// Makes the client open another connection for its next request: while a server closes, that one may reach the
    /// process which takes its place on the same port.
    /// </summary>
    public static void EndConnection(HttpContext context)
    {
        if (HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            context.Response.Headers.Connection = "close";
        }
    }

    private static byte[] ToJson(EngineError error)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("code"u8, error.Code);
            json.WriteString("message"u8, error.Message);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
