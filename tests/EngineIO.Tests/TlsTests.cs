using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace EngineIO.Tests;

/// <summary>Sessions over TLS, with and without a certificate of the client's.</summary>
public sealed class TlsTests
{
    private X509Certificate2 _server = null!;
    private X509Certificate2 _client = null!;

    [OneTimeSetUp]
    public void MakeCertificates()
    {
        _server = Make("CN=localhost");
        _client = Make("CN=client");
    }

    [OneTimeTearDown]
    public void DisposeCertificates()
    {
        _server.Dispose();
        _client.Dispose();
    }

    [Test]
    public async Task Polling_OverTls_SendsAndReceives([Values] bool withClientCertificate)
    {
        await using var server = await StartAsync(withClientCertificate);
        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = Options(withClientCertificate) });
        var address = $"https://localhost:{server.Port}/engine.io/?EIO=4&transport=polling";
        var open = await http.GetStringAsync(address).Within();
        var sid = open[(open.IndexOf("sid\":\"", StringComparison.Ordinal) + 6)..][..20];
        using var content = new StringContent("4hello");
        using var post = await http.PostAsync($"{address}&sid={sid}", content).Within();

        Assert.That(await http.GetStringAsync($"{address}&sid={sid}").Within(), Is.EqualTo("4hello"));
        Assert.That(server.Handler[sid].Socket.Handshake.Secure);
    }

    [Test]
    public async Task WebSocket_OverTls_SendsAndReceives([Values] bool withClientCertificate)
    {
        await using var server = await StartAsync(withClientCertificate);
        using var handler = new SocketsHttpHandler { SslOptions = Options(withClientCertificate) };
        using var invoker = new HttpMessageInvoker(handler);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"wss://localhost:{server.Port}/engine.io/?EIO=4&transport=websocket"), invoker, CancellationToken.None).Within();
        await socket.SendAsync("4hello"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None).Within();

        Assert.That(await ReadAsync(socket), Does.StartWith("0{"));
        Assert.That(await ReadAsync(socket), Is.EqualTo("4hello"));
    }

    [TestCase("https", true)]
    [TestCase("http", false)]
    public async Task WebSocket_OverTls_OwnOriginIsThatOfTheSecurePage(string scheme, bool allowed)
    {
        await using var server = await StartAsync(requireCertificate: false, new EngineIOOptions { CheckWebSocketOrigin = true });
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", $"{scheme}://localhost:{server.Port}");
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { SslOptions = Options(withCertificate: false) });
        var connecting = socket.ConnectAsync(new Uri($"wss://localhost:{server.Port}/engine.io/?EIO=4&transport=websocket"), invoker, CancellationToken.None).Within();

        Assert.That(async () => await connecting, allowed ? Throws.Nothing : Throws.InstanceOf<WebSocketException>());
    }

    private Task<EngineServer> StartAsync(bool requireCertificate, EngineIOOptions? options = null) => EngineServer.StartAsync(options, listen: endpoint => endpoint.UseHttps(https =>
    {
        https.ServerCertificate = _server;
        https.ClientCertificateMode = requireCertificate ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.NoCertificate;
        https.ClientCertificateValidation = (certificate, _, _) => certificate.Thumbprint == _client.Thumbprint;
    }));

    private SslClientAuthenticationOptions Options(bool withCertificate) => new()
    {
        ClientCertificates = withCertificate ? [_client] : null,
        RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == _server.GetCertHashString(),
    };

    private static X509Certificate2 Make(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        // Windows cannot use a key that has never been in a file.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private static async Task<string> ReadAsync(ClientWebSocket socket)
    {
        var buffer = new byte[1024];
        var read = await socket.ReceiveAsync(buffer, CancellationToken.None).Within();
        return Encoding.UTF8.GetString(buffer, 0, read.Count);
    }
}
