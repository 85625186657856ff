using System.Net;
using Cluster.Relay;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Primary.Operations;
using Primary.Relay;
using Primary.Supervision;
using SocketIO.Sequencer;

namespace Primary.Hosting;

/// <summary>Composes the primary and runs it until it is told to stop.</summary>
internal static class PrimaryHost
{
    /// <summary>What the log gets to commit the rest; the whole cluster is to be gone within 5 s.</summary>
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Runs the cluster.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(PrimaryOptions options)
    {
        try
        {
            using var directory = DataDirectory.Open(options.Data);
            CheckControlPort(options);
            using var log = SequencedLog.Open(new SequencerOptions { Path = directory.Database, DrainTimeout = DrainTimeout }, TimeProvider.System);
            var relay = RelayEndpoint.Choose(directory);
            try
            {
                await RunAsync(options, directory, log, relay).ConfigureAwait(false);
            }
            finally
            {
                relay.Delete(directory);
                RunFile.Delete(ControlToken.PathIn(directory.Path));
            }
            return ExitCodes.Ok;
        }
        catch (Exception exception) when (exception is PrimaryException or SequencerException)
        {
            await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return ExitCodes.Failure;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"A file of the data directory {options.Data} cannot be used: {exception.Message}").ConfigureAwait(false);
            return ExitCodes.Failure;
        }
    }

    private static async Task RunAsync(PrimaryOptions options, DataDirectory directory, SequencedLog log, RelayEndpoint relay)
    {
        await using var app = Build(options, directory, log, relay);
        CheckWorkerPorts(options, app.Services.GetRequiredService<FormerWorkers>());
        using var hangUp = HangUp.Handle(app);
        var stop = app.Services.GetRequiredService<ClusterStop>();
        try
        {
            await app.StartAsync().ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new PrimaryException($"The control port {options.ControlPort} or the relay {relay.Address} cannot be opened: {exception.Message}", exception);
        }
        await app.WaitForShutdownAsync().ConfigureAwait(false);
        switch (stop.Failure)
        {
            case null:
                return;
            case PrimaryException known:
                throw known;
            case var unknown:
                throw new PrimaryException($"The cluster stopped because of an unexpected fault: {unknown.Message}", unknown);
        }
    }

    private static WebApplication Build(PrimaryOptions options, DataDirectory directory, SequencedLog log, RelayEndpoint relay)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options, relay));
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss 'primary' ";
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning);

        var services = builder.Services;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(directory);
        services.AddSingleton(relay);
        // Not by a factory: the log is opened, and closed, before and after the host.
        services.AddSingleton(log);
        services.AddSingleton<ILinkWatcher>(provider => provider.GetRequiredService<WorkerRegistry>());
        services.AddSingleton(provider => new WorkerLinks(
            log, provider.GetRequiredService<ILinkWatcher>(), provider.GetRequiredService<ILogger<WorkerLinks>>(), TimeProvider.System));
        services.AddSingleton<WorkerRegistry>();
        services.AddSingleton<FormerWorkers>();
        services.AddSingleton<WorkerLauncher>();
        services.AddSingleton<HangWatch>();
        services.AddSingleton<RollingRestart>();
        services.AddSingleton<RestartCommand>();
        services.AddSingleton(ControlToken.Create(directory));
        services.AddSingleton<ControlGuard>();
        services.AddSingleton<ReadyAnnouncer>();
        services.AddSingleton<ClusterStop>();
        services.AddSingleton<Supervisor>();
        services.AddHostedService(provider => provider.GetRequiredService<Supervisor>());
        services.AddSingleton<ClusterService>();

        var app = builder.Build();
        var guard = new ListenerGuard(options);
        app.Use((context, next) => guard.InvokeAsync(context, _ => next(context)));
        app.MapGrpcService<ClusterService>();
        app.MapGet("/health", HealthEndpoint.Get);
        app.MapPost("/restart", RestartEndpoint.Post);
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, PrimaryOptions options, RelayEndpoint relay)
    {
        kestrel.AddServerHeader = false;
        // A stream may carry whatever a worker has to say; its pace is the flow control's business.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 8 * 1024 * 1024;
        kestrel.Limits.Http2.InitialStreamWindowSize = 4 * 1024 * 1024;
        kestrel.ListenLocalhost(options.ControlPort, listen => listen.Protocols = HttpProtocols.Http1);
        if (relay.SocketPath is { } path)
        {
            kestrel.ListenUnixSocket(path, listen => listen.Protocols = HttpProtocols.Http2);
        }
        else
        {
            kestrel.Listen(IPAddress.Loopback, relay.Port, listen => listen.Protocols = HttpProtocols.Http2);
        }
    }

    private static void CheckControlPort(PrimaryOptions options)
    {
        if (PortCheck.WhyNot("localhost", options.ControlPort) is { } why)
        {
            throw new PrimaryException($"The control port {why}; stop what listens on it or choose another --control-port.");
        }
    }

    /// <summary>A port may be in use by a worker of a former primary, which will come back.</summary>
    private static void CheckWorkerPorts(PrimaryOptions options, FormerWorkers former)
    {
        var known = former.Read().Select(worker => worker.Url).ToHashSet(StringComparer.Ordinal);
        for (var index = 0; index < options.Workers; index++)
        {
            if (!known.Contains(options.UrlOf(index)) && PortCheck.WhyNot(options.Host, options.Port + index) is { } why)
            {
                throw new PrimaryException($"Port {why}; stop what listens on it, or choose another --port or --host.");
            }
        }
    }
}
