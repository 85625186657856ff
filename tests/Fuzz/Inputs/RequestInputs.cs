using System.Text;

namespace Fuzz.Inputs;

/// <summary>HTTP requests to the endpoint: valid ones, damaged ones, and others made of random parts.</summary>
internal static class RequestInputs
{
    private const string Host = "Host: localhost\r\n";
    private const string Upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";

    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "CONNECT", "TRACE", "get", "G\u00c9T", ""];

    private static readonly string[] Paths =
        ["/socket.io/", "/socket.io/", "/msgpack/", "/socket.io", "/socket.io//", "/socket.io/socket.io.js", "/socket.io/socket.io.js.map", "/socket.io/x.js", "/", "*",
            "/socket.io/%00", "/socket.io/%ff", "/socket.io/../msgpack/", "http://localhost/socket.io/", "/\u00e9"];

    private static readonly string[] Parameters =
        ["EIO=4", "EIO=4", "EIO=3", "EIO=5", "EIO=abc", "EIO=", "EIO", "transport=polling", "transport=polling", "transport=websocket", "transport=webtransport", "transport=",
            "transport=polling&transport=websocket", "sid={sid}", "sid={sid}", "sid=nobody", "sid=%00%ff", "sid=", "b64=1", "j=0", "j=1);alert(1", "t=abc", "=", "&", "%", "a=%ed%a0%80", "__proto__=1"];

    // Each letter is a byte: two of them make one of UTF-8, which the server takes but may not send.
    private static readonly string[] Headers =
        [Host, Host, Host, Upgrade, "Upgrade: websocket\r\nConnection: Upgrade\r\n", "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n", "Origin: http://example.org\r\n", "Origin: \u00e9\r\n", "Origin: \u00c3\u00a9\r\n", "Origin: a\tb\r\n",
            "Cookie: io={sid}; a=b\r\n", "Accept-Encoding: gzip, deflate;q=0.5\r\n", "Accept-Encoding: *;q=0, x;q=9\r\n", "Content-Type: application/octet-stream\r\n", "Content-Type: text/plain;charset=UTF-8\r\n",
            "Content-Type: application/x-www-form-urlencoded\r\n", "Content-Type: \u00c3\u00a9\r\n", "Content-Length: 5\r\n", "Content-Length: -1\r\n", "Content-Length: 99999999999999999999\r\n", "Content-Length: 30000\r\n",
            "Transfer-Encoding: chunked\r\n", "Expect: 100-continue\r\n", "User-Agent: ;MSIE\r\n", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n", "Sec-WebSocket-Extensions: ,;=permessage-deflate;;\r\n",
            "Sec-WebSocket-Key: \u00c3\u00a9\r\n", "Access-Control-Request-Method: POST\r\n", "Access-Control-Request-Headers: x-a, \u00c3\u00a9\r\n", "Connection: close\r\n", "If-None-Match: \"4.8.4\"\r\n", "Range: bytes=0-1\r\n", "X: " + new string('x', 5_000) + "\r\n", "\r\n", "nonsense\r\n"];

    private static readonly byte[][] Known =
    [
        .. new[]
        {
            $"GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\n{Host}\r\n",
            $"GET /socket.io/?EIO=3&transport=polling&b64=1 HTTP/1.1\r\n{Host}\r\n",
            $"GET /socket.io/?EIO=3&transport=polling&j=0 HTTP/1.1\r\n{Host}\r\n",
            $"GET /msgpack/?EIO=4&transport=polling HTTP/1.1\r\n{Host}Accept-Encoding: gzip\r\n\r\n",
            $"GET /socket.io/?EIO=4&transport=polling&sid={{sid}} HTTP/1.1\r\n{Host}\r\n",
            $"POST /socket.io/?EIO=4&transport=polling&sid={{sid}} HTTP/1.1\r\n{Host}Content-Length: 2\r\n\r\n40",
            $"POST /socket.io/?EIO=4&transport=polling&sid={{sid}} HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n2\r\n40\r\n0\r\n\r\n",
            $"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n{Host}{Upgrade}\r\n",
            $"GET /socket.io/?EIO=4&transport=websocket&sid={{sid}} HTTP/1.1\r\n{Host}{Upgrade}\r\n",
            $"OPTIONS /socket.io/?EIO=4&transport=polling HTTP/1.1\r\n{Host}Origin: http://example.org\r\nAccess-Control-Request-Headers: x-a\r\n\r\n",
        }.Select(Encoding.Latin1.GetBytes),
    ];

    public static byte[] Next(Dice dice, string sid)
    {
        var request = dice.Percent(70) ? Mutator.Damage(dice, dice.Pick(Known), Known) : Encoding.Latin1.GetBytes(Compose(dice));
        return Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(request).Replace("{sid}", sid, StringComparison.Ordinal));
    }

    /// <summary>A request for a WebSocket.</summary>
    public static byte[] WebSocket(string path, string query, bool deflates) => Encoding.ASCII.GetBytes(
        $"GET {path}?{query} HTTP/1.1\r\n{Host}{Upgrade}{(deflates ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "")}\r\n");

    /// <summary>A request without a body.</summary>
    public static byte[] Get(string path, string query) => Encoding.ASCII.GetBytes($"GET {path}?{query} HTTP/1.1\r\n{Host}\r\n");

    /// <summary>A request with a body.</summary>
    public static byte[] Post(string path, string query, string type, byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"POST {path}?{query} HTTP/1.1\r\n{Host}Content-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];

    private static string Compose(Dice dice)
    {
        var query = string.Join('&', Enumerable.Range(0, dice.Below(6)).Select(_ => dice.Pick(Parameters)));
        var headers = string.Concat(Enumerable.Range(0, dice.Below(6)).Select(_ => dice.Pick(Headers)));
        var method = dice.Percent(60) ? Methods[dice.Below(2)] : dice.Pick(Methods);
        var body = dice.Percent(40) ? Encoding.Latin1.GetString(PayloadInputs.V4(dice)) : "";
        var length = dice.Percent(70) ? $"Content-Length: {body.Length}\r\n" : "";
        return $"{method} {dice.Pick(Paths)}?{query} HTTP/{dice.Pick(["1.1", "1.1", "1.1", "1.0", "2.0", ""])}\r\n{Host}{headers}{length}\r\n{body}";
    }
}
