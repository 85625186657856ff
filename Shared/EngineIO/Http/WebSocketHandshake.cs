using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace EngineIO.Http;

/// <summary>The opening handshake of WebSocket, over HTTP/1.1 (RFC 6455) and HTTP/2 (RFC 8441).</summary>
internal static class WebSocketHandshake
{
    private const string Protocol = "websocket";
    private const string Version = "13";
    private const int KeyLength = 24;
    private const int KeyBytes = 16;

    /// <summary>Whether the client asks for a WebSocket, valid or not.</summary>
    public static bool IsRequest(HttpContext context) =>
        ExtendedConnect(context) is not null ||
        (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } &&
            context.Request.Headers[HeaderNames.Upgrade].ToString().Contains(Protocol, StringComparison.OrdinalIgnoreCase));

    public static bool IsValid(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers[HeaderNames.SecWebSocketVersion] != Version)
        {
            return false;
        }
        if (ExtendedConnect(context) is not null)
        {
            return true;
        }
        var key = headers[HeaderNames.SecWebSocketKey].ToString();
        return HttpMethods.IsGet(context.Request.Method) && key.Length == KeyLength &&
            Base64.IsValid(key, out var length) && length == KeyBytes;
    }

    /// <summary>Accepts a valid request; null if the server takes no more upgraded connections.</summary>
    public static async Task<Stream?> AcceptAsync(HttpContext context)
    {
        if (ExtendedConnect(context) is { } connect)
        {
            return await connect.AcceptAsync();
        }
        var headers = context.Response.Headers;
        headers[HeaderNames.Upgrade] = Protocol;
        headers[HeaderNames.Connection] = HeaderNames.Upgrade;
        headers[HeaderNames.SecWebSocketAccept] = AcceptValue(context.Request.Headers[HeaderNames.SecWebSocketKey].ToString());
        try
        {
            return await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        }
        catch (InvalidOperationException) when (!context.Response.HasStarted)
        {
            headers.Remove(HeaderNames.Upgrade);
            headers.Remove(HeaderNames.Connection);
            headers.Remove(HeaderNames.SecWebSocketAccept);
            headers.Remove(HeaderNames.SecWebSocketExtensions);
            headers.Remove(HeaderNames.SecWebSocketProtocol);
            return null;
        }
    }

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "RFC 6455 prescribes SHA-1.")]
    internal static string AcceptValue(string key)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"), hash);
        return Convert.ToBase64String(hash);
    }

    private static IHttpExtendedConnectFeature? ExtendedConnect(HttpContext context) =>
        context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect &&
            string.Equals(connect.Protocol, Protocol, StringComparison.OrdinalIgnoreCase) ? connect : null;
}
