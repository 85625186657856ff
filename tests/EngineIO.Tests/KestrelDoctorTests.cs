using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EngineIO.Tests;

/// <summary>Requests that Kestrel refuses before the server sees them.</summary>
public sealed class KestrelDoctorTests
{
    private const string Handshake = "/engine.io/?EIO=4&transport=polling";

    [TestCase("line", "414", "KestrelServerOptions.Limits.MaxRequestLineSize")]
    [TestCase("byte", "400", "KestrelServerOptions.RequestHeaderEncodingSelector")]
    [TestCase("size", "431", "KestrelServerOptions.Limits.MaxRequestHeadersTotalSize")]
    [TestCase("count", "431", "KestrelServerOptions.Limits.MaxRequestHeaderCount")]
    public async Task Refusal_OfAKindThatASettingCures_IsSaidOnceAnHour(string kind, string status, string setting)
    {
        var time = new FakeTimeProvider();
        await using var server = await StartAsync(time);

        Assert.That(await SendAsync(server, Request(Handshake, kind)), Does.StartWith($"HTTP/1.1 {status} "));
        Assert.That(Warnings(server).Single(), Does.Contain(setting));
        await SendAsync(server, Request(Handshake, kind));
        Assert.That(Warnings(server).Count(), Is.EqualTo(1));

        time.Advance(TimeSpan.FromHours(1));
        await SendAsync(server, Request(Handshake, kind));
        Assert.That(Warnings(server).Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task Refusal_OfAnotherKind_IsSaidToo()
    {
        await using var server = await StartAsync();
        await SendAsync(server, Request(Handshake, "line"));
        await SendAsync(server, Request(Handshake, "byte"));

        Assert.That(Warnings(server).Count(), Is.EqualTo(2));
    }

    [TestCase("/other/", "byte")]
    [TestCase("/engine.iota/", "byte")]
    [TestCase("/other/", "size")]
    public async Task Refusal_UnderAnotherPath_IsNotSaid(string path, string kind)
    {
        await using var server = await StartAsync();

        Assert.That(await SendAsync(server, Request(path, kind)), Does.StartWith("HTTP/1.1 4"));
        Assert.That(Warnings(server), Is.Empty);
    }

    [TestCase("GET /engine.io/ HTTP/1.1\r\n\r\n")]
    [TestCase("GET /engine.io/ HTTP/1.1\r\nHost: x\r\nno header\r\n\r\n")]
    [TestCase("\u0001\r\n\r\n")]
    public async Task Refusal_ThatNoSettingCures_IsNotSaid(string request)
    {
        await using var server = await StartAsync();

        Assert.That(await SendAsync(server, request), Does.StartWith("HTTP/1.1 400 "));
        Assert.That(Warnings(server), Is.Empty);
    }

    // As docs/operations.md says.
    [Test]
    public async Task Settings_OfTheManual_LetTheRequestIn()
    {
        await using var server = await EngineServer.StartAsync(kestrel: kestrel =>
        {
            kestrel.Limits.MaxRequestLineSize = 32 * 1024;
            kestrel.RequestHeaderEncodingSelector = name =>
                name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) ? Encoding.Latin1 : null;
        });
        var token = new string('t', 10 * 1024);
        var answer = await SendAsync(
            server, $"GET {Handshake}&token={token} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: name=Jos\u00e9\r\n\r\n");
        var sid = answer[(answer.IndexOf("\"sid\":\"", StringComparison.Ordinal) + 7)..][..20];
        var handshake = server.Handler[sid].Socket.Handshake;

        Assert.That(answer, Does.StartWith("HTTP/1.1 200 "));
        Assert.That(handshake.Query["token"], Is.EqualTo(token));
        Assert.That(handshake.Headers["Cookie"], Is.EqualTo("name=José"));
    }

    private static Task<EngineServer> StartAsync(TimeProvider? time = null) => EngineServer.StartAsync(
        services: services => services.AddSingleton(time ?? TimeProvider.System).AddEngineIODoctor(_ => "/engine.io/"));

    private static string Request(string target, string kind) => kind switch
    {
        "line" => $"GET {target}&token={new string('t', 10 * 1024)} HTTP/1.1\r\nHost: x\r\n\r\n",
        "byte" => $"GET {target} HTTP/1.1\r\nHost: x\r\nCookie: name=Jos\u00e9\r\n\r\n",
        "size" => $"GET {target} HTTP/1.1\r\nHost: x\r\nCookie: {new string('c', 40 * 1024)}\r\n\r\n",
        _ => $"GET {target} HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Repeat("X-A: b\r\n", 120))}\r\n",
    };

    private static IEnumerable<string> Warnings(EngineServer server) =>
        server.Logs.Messages.Where(message => message.StartsWith("Kestrel refused a request", StringComparison.Ordinal));

    /// <summary>The whole answer; every character of the request is one byte.</summary>
    private static async Task<string> SendAsync(EngineServer server, string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", server.Port).Within();
        var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request)).Within();
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer).AsTask().Within() is var read && read > 0)
            {
                answer.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // A reset, since not all of the request was read.
        }
        return answer.ToString();
    }
}
