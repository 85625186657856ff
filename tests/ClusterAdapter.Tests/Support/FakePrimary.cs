using System.Threading.Channels;
using Cluster.Protos;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClusterAdapter.Tests.Support;

/// <summary>A gRPC server on a Unix domain socket that does what a test says; it can be stopped and started again.</summary>
internal sealed class FakePrimary : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Channel<Attachment> _attachments = Channel.CreateUnbounded<Attachment>();
    private WebApplication? _app;

    public string Relay => "unix:" + _folder.File("relay.sock");

    /// <summary>Where a test may put a database.</summary>
    public string Database => _folder.File("cluster.db");

    /// <summary>Why a worker may not attach; none by default.</summary>
    public Func<Hello, Status?> Refuse { get; set; } = _ => null;

    public static async Task<FakePrimary> StartedAsync()
    {
        var primary = new FakePrimary();
        await primary.StartAsync();
        return primary;
    }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(_folder.File("relay.sock"), listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Service(this));
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        _app = builder.Build();
        _app.MapGrpcService<Service>();
        await _app.StartAsync().Within();
    }

    /// <summary>Goes away as a killed process does: every stream breaks.</summary>
    public async Task StopAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync().Within();
            await _app.DisposeAsync().Within();
            _app = null;
        }
    }

    /// <summary>The next worker that attaches; it has said Hello and waits for a Welcome.</summary>
    public Task<Attachment> AttachedAsync() => _attachments.Reader.ReadAsync().Within();

    public bool TryTakeAttached(out Attachment? attachment) => _attachments.Reader.TryRead(out attachment);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private async Task AttachAsync(IAsyncStreamReader<WorkerBatch> requests, IServerStreamWriter<PrimaryBatch> responses, ServerCallContext context)
    {
        Assert.That(await requests.MoveNext(context.CancellationToken), Is.True);
        var attachment = new Attachment(requests, responses, context);
        if (Refuse(attachment.Hello) is { } reason)
        {
            throw new RpcException(reason);
        }
        using var cut = context.CancellationToken.Register(() => attachment.End());
        await _attachments.Writer.WriteAsync(attachment);
        await attachment.Ended;
    }

    private sealed class Service(FakePrimary primary) : Cluster.Protos.Cluster.ClusterBase
    {
        public override Task Attach(IAsyncStreamReader<WorkerBatch> requestStream, IServerStreamWriter<PrimaryBatch> responseStream, ServerCallContext context) =>
            primary.AttachAsync(requestStream, responseStream, context);
    }
}
