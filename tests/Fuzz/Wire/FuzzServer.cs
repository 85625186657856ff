using System.Net;
using EngineIO;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using SocketIO;
using SocketIO.Parsers;

namespace Fuzz.Wire;

/// <summary>A real server on loopback with everything switched on: both parsers, protocol version 3, CORS, cookies, compression.</summary>
internal sealed class FuzzServer : IAsyncDisposable
{
    public const string JsonPath = "/socket.io/";
    public const string MessagePackPath = "/msgpack/";

    private readonly WebApplication _app;
    private readonly SocketIOServer[] _servers;

    private FuzzServer(WebApplication app, SocketIOServer[] servers, Traffic traffic)
    {
        _app = app;
        _servers = servers;
        Traffic = traffic;
        Port = new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Port;
    }

    public int Port { get; }

    public Traffic Traffic { get; }

    /// <summary>Open sessions.</summary>
    public int Sessions => _servers.Sum(server => server.Engine.ClientsCount);

    /// <summary>Whether no session is left, not even one that is still closing, and nothing else either.</summary>
    public bool IsIdle => _servers.All(server => server.Engine.IsIdle) && Sockets + Traffic.Connections + Traffic.Requests == 0;

    /// <summary>Sockets in the namespaces that there are always.</summary>
    public int Sockets => _servers.Sum(server => server.Main.Sockets.Count + server.Of("/admin").Sockets.Count);

    public static async Task<FuzzServer> StartAsync(ErrorLog log)
    {
        var traffic = new Traffic();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Use(next => context => traffic.CountConnectionAsync(() => next(context)))));
        var app = builder.Build();
        var loggers = app.Services.GetRequiredService<ILoggerFactory>();
        SocketIOServer[] servers =
        [
            Create(JsonPath, PacketParsers.Json, loggers),
            Create(MessagePackPath, PacketParsers.MessagePack, loggers),
        ];
        app.Use((context, next) => traffic.CountRequestAsync(context, next));
        foreach (var server in servers)
        {
            app.Map(server.Options.Path.TrimEnd('/') + "/{**rest}", server.HandleAsync);
        }
        await app.StartAsync();
        return new FuzzServer(app, servers, traffic);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    // Of services of its own: an application has one server.
    private static SocketIOServer Create(string path, Func<SocketIOOptions, IPacketParser> parser, ILoggerFactory loggers)
    {
        var services = new ServiceCollection().AddSingleton(loggers);
        services.AddSocketIO(options =>
        {
            options.Path = path;
            options.Parser = parser;
            options.CleanupEmptyChildNamespaces = true;
            options.ConnectTimeout = TimeSpan.FromSeconds(2);
            options.Engine.AllowEIO3 = true;
            options.Engine.MaxHttpBufferSize = 20_000;
            options.Engine.PingInterval = TimeSpan.FromMilliseconds(500);
            options.Engine.PingTimeout = TimeSpan.FromSeconds(2);
            options.Engine.UpgradeTimeout = TimeSpan.FromSeconds(1);
            options.Engine.PollingCloseTimeout = TimeSpan.FromSeconds(1);
            options.Engine.Cors = new EngineCorsOptions { IsOriginAllowed = _ => true, Credentials = true, ExposedHeaders = ["X-Fuzz"] };
            options.Engine.Cookie = new EngineCookieBuilder();
            options.Engine.HttpCompression = new EngineCompressionOptions { Threshold = 200 };
            options.Engine.PerMessageDeflate = new EngineCompressionOptions { Threshold = 200 };
        });
        var server = services.BuildServiceProvider().GetRequiredService<SocketIOServer>();
        Application.AddTo(server);
        return server;
    }
}
