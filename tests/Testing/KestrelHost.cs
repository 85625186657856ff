using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Testing;

/// <summary>An application on a real Kestrel at a free port of loopback, whose log is kept.</summary>
public sealed class KestrelHost : IAsyncDisposable
{
    private KestrelHost(WebApplication app, FakeLogCollector logs, int port)
    {
        App = app;
        Logs = logs;
        Port = port;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromSeconds(20) };
    }

    public WebApplication App { get; }

    public FakeLogCollector Logs { get; }

    public int Port { get; }

    public HttpClient Http { get; }

    public static async Task<KestrelHost> StartAsync(Action<WebApplicationBuilder> build, Action<WebApplication> map)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(map);
        var port = FreePort.Next();
        var logs = new FakeLogCollector();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(new FakeLoggerProvider(logs)).AddFilter("EngineIO", LogLevel.Trace).AddFilter("SocketIO", LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        build(builder);
        var app = builder.Build();
        map(app);
        await app.StartAsync().Within();
        return new KestrelHost(app, logs, port);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.StopAsync().Within();
        await App.DisposeAsync().Within();
    }
}
