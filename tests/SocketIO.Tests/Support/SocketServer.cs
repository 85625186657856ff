using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;

namespace SocketIO.Tests.Support;

/// <summary>
/// A real Kestrel with one Socket.IO server. Every socket of <c>/</c> answers the event <c>sync</c>: what a client got
/// before that answer is all there was. The end of a test fails it if an error was logged.
/// </summary>
public sealed class SocketServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Socket>> _sockets = new();
    private readonly KestrelHost _host;

    private SocketServer(KestrelHost host)
    {
        _host = host;
        Io = host.App.Services.GetRequiredService<SocketIOServer>();
        Io.OnConnection(Note);
    }

    public SocketIOServer Io { get; }

    public int Port => _host.Port;

    public HttpClient Http => _host.Http;

    public FakeLogCollector Logs => _host.Logs;

    public IServiceProvider Services => _host.App.Services;

    /// <summary>Signalled as soon as the application has been told to stop.</summary>
    public CancellationToken Stopping => _host.App.Lifetime.ApplicationStopping;

    /// <summary>Set by a test that provokes error messages.</summary>
    public bool ExpectsErrors { get; set; }

    public static async Task<SocketServer> StartAsync(
        Action<Socket>? onConnection = null, Action<SocketIOOptions>? configure = null, Action<IServiceCollection>? services = null,
        Action<WebApplication>? app = null)
    {
        var host = await KestrelHost.StartAsync(
            builder =>
            {
                services?.Invoke(builder.Services);
                builder.Services.AddSocketIO(configure);
            },
            built =>
            {
                app?.Invoke(built);
                built.MapSocketIO();
            });
        var server = new SocketServer(host);
        if (onConnection is not null)
        {
            server.Io.OnConnection(onConnection);
        }
        return server;
    }

    /// <summary>The server's end of a client in <c>/</c>, once its connection handlers run.</summary>
    public Task<Socket> SocketAsync(string sid) => Entry(sid).Task.Within();

    /// <summary>A client in <c>/</c> with the server's end of it.</summary>
    public async Task<(RawClient Client, Socket Socket)> ConnectAsync()
    {
        var client = await RawClient.ConnectAsync(this);
        return (client, await SocketAsync(client.Sid));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        if (!ExpectsErrors)
        {
            Assert.That(Logs.Errors, Is.Empty);
        }
    }

    private void Note(Socket socket)
    {
        socket.On("sync", context => context.Ack());
        Entry(socket.Id).TrySetResult(socket);
    }

    private TaskCompletionSource<Socket> Entry(string sid) =>
        _sockets.GetOrAdd(sid, _ => new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously));
}
