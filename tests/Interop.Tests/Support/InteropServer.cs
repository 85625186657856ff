using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SocketIO;
using SocketIO.Parsers;
using TestWorker;

namespace Interop.Tests.Support;

/// <summary>A Socket.IO server on a real Kestrel that does what the test worker does, and serves pages with its client bundles.</summary>
public sealed class InteropServer : IAsyncDisposable
{
    private readonly KestrelHost _host;

    private InteropServer(KestrelHost host) => _host = host;

    public string Url => $"http://127.0.0.1:{_host.Port}";

    public static async Task<InteropServer> StartAsync(Func<SocketIOOptions, IPacketParser> parser)
    {
        var host = await KestrelHost.StartAsync(
            builder => builder.Services.AddSocketIO(options =>
            {
                options.Parser = parser;
                options.Engine.AllowEIO3 = true;
            }),
            Map);
        return new InteropServer(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Assert.That(_host.Logs.Errors, Is.Empty);
    }

    private static void Map(WebApplication app)
    {
        var io = app.Services.GetRequiredService<SocketIOServer>();
        EchoHandlers.AddTo(io.Main);
        BroadcastHandlers.AddTo(io.Main);
        ManagementHandlers.AddTo(io.Main);
        QuestionHandlers.AddTo(io.Main);
        GuardedNamespaces.AddTo(io);
        // For clients that know only which transport they were to use.
        io.OnConnection(socket => socket.On("transport", () => socket.Connection.TransportName));
        app.MapSocketIO();
        BundlePages.Map(app);
    }
}
