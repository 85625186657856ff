using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace EngineIO.Tests.Support;

/// <summary>A real Kestrel on a free port with one Engine.IO server.</summary>
internal sealed class EngineServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EngineServer(WebApplication app, EngineIOServer engine, TestHandler handler, FakeLogCollector logs, int port)
    {
        _app = app;
        Engine = engine;
        Handler = handler;
        Logs = logs;
        Port = port;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/engine.io/"), Timeout = TimeSpan.FromSeconds(20) };
    }

    public EngineIOServer Engine { get; }

    public TestHandler Handler { get; }

    public FakeLogCollector Logs { get; }

    public int Port { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Set by a test that provokes an error message.</summary>
    public bool ExpectsErrors { get; set; }

    public static async Task<EngineServer> StartAsync(
        EngineIOOptions? options = null, TestHandler? handler = null, TimeProvider? time = null,
        HttpProtocols protocols = HttpProtocols.Http1, Action<WebApplication>? pipeline = null, Action<ListenOptions>? listen = null,
        Action<IServiceCollection>? services = null, Action<IEndpointConventionBuilder>? endpoint = null, Action<KestrelServerOptions>? kestrel = null)
    {
        handler ??= new TestHandler();
        var port = FreePort.Next();
        var logs = new FakeLogCollector();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(new FakeLoggerProvider(logs)).AddFilter("EngineIO", LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.ListenLocalhost(port, at =>
            {
                at.Protocols = protocols;
                listen?.Invoke(at);
            });
            kestrel?.Invoke(server);
        });
        services?.Invoke(builder.Services);
        var app = builder.Build();
        var engine = new EngineIOServer(
            options ?? new EngineIOOptions(), handler, app.Services.GetRequiredService<ILoggerFactory>(), time ?? TimeProvider.System);
        pipeline?.Invoke(app);
        var mapped = app.MapEngineIO("/engine.io/", engine);
        endpoint?.Invoke(mapped);
        await app.StartAsync().Within();
        return new EngineServer(app, engine, handler, logs, port);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        using (var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200)))
        {
            await Engine.CloseAsync(soon.Token).Within();
        }
        await _app.StopAsync().Within();
        await _app.DisposeAsync().AsTask().Within();
        if (!ExpectsErrors)
        {
            Assert.That(Logs.Errors, Is.Empty);
        }
    }
}
