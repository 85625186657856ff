using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Cluster.Lifetime;

namespace SocketIO.Cluster.Tests;

/// <summary>Two web servers on one port, as in a rolling restart; only Linux lets them share it.</summary>
public sealed class PortListenerTests
{
    private readonly List<WebApplication> _servers = [];
    private int _port;

    [SetUp]
    public void ChoosePort() => _port = FreePort.Next();

    [TearDown]
    public async Task StopAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
        _servers.Clear();
    }

    [TestCase("localhost")]
    [TestCase("127.0.0.1")]
    [TestCase("*")]
    public async Task Bind_ReplacesAnother_ServesBesideItAndThenAlone(string host)
    {
        var first = await StartAsync("first", host);
        if (!OperatingSystem.IsLinux())
        {
            Assert.That(first.IsShared, Is.False);
            return;
        }

        var second = await StartAsync("second", host, replaces: true);

        Assert.That((first.IsShared, second.IsShared), Is.EqualTo((true, true)));
        var both = new HashSet<string>();
        await Eventually.TrueAsync(async () => both.Add(await AskAsync()) && both.Count == 2, "answers of both");
        first.Close();
        for (var i = 0; i < 50; i++)
        {
            Assert.That(await AskAsync(), Is.EqualTo("second"));
        }
    }

    [Test]
    public async Task Bind_PortInUse_IsNotSharedByAccident()
    {
        await StartAsync("first", "localhost");

        Assert.That(() => StartAsync("second", "localhost").Within(), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task Bind_ForeignProgramHasThePort_CannotBeReplaced()
    {
        using var foreign = new TcpListener(IPAddress.Loopback, _port);
        foreign.Start();

        Assert.That(() => StartAsync("second", "127.0.0.1", replaces: true).Within(), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task Bind_AnotherPortThanTheWorkers_IsNotShared()
    {
        var listener = await StartAsync("first", "localhost", ownPort: 1);

        Assert.That(listener.IsShared, Is.False);
    }

    [Test]
    public async Task Close_ConnectionsStay()
    {
        var listener = await StartAsync("first", "127.0.0.1");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
        await http.GetStringAsync("/").Within();

        listener.Close();

        Assert.That(await http.GetStringAsync("/").Within(), Is.EqualTo("first"), "over the connection of before");
        Assert.That(AskAsync, Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public void Bind_AfterTheEnd_ListensNoMore()
    {
        var listener = Listener(_port, replaces: false);
        listener.Close();

        using var socket = listener.Bind(new IPEndPoint(IPAddress.Loopback, _port));

        Assert.That(() => socket.Listen(), Throws.InstanceOf<ObjectDisposedException>());
    }

    private async Task<PortListener> StartAsync(string name, string host, bool replaces = false, int? ownPort = null)
    {
        var listener = Listener(ownPort ?? _port, replaces);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{host}:{_port}");
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = listener.Bind);
        var server = builder.Build();
        _servers.Add(server);
        server.Run(context => context.Response.WriteAsync(name));
        await server.StartAsync();
        return listener;
    }

    private static PortListener Listener(int port, bool replaces) =>
        new(new ClusterOptions { Relay = "unix:none", Index = 0, Port = port, Ports = [port], ReplacesAnother = replaces });

    /// <summary>Asks over a new connection.</summary>
    private async Task<string> AskAsync()
    {
        using var http = new HttpClient();
        return await http.GetStringAsync($"http://127.0.0.1:{_port}/").Within();
    }
}
