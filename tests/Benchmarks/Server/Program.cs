using Benchmarks.Server;
using SocketIO;
using SocketIO.Cluster;

var isWorker = ClusterOptions.FromEnvironment() is not null;
if (CommandLine.Read(args, isWorker) is not { } options)
{
    await Console.Error.WriteLineAsync(CommandLine.Usage);
    return 2;
}

var builder = WebApplication.CreateSlimBuilder();
builder.JoinCluster();
if (options.Recovery && !isWorker)
{
    builder.Services.AddSocketIOSequencer();
}
builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
// What is measured is how fast it can be, and few clients make all the load.
builder.Services.AddSocketIO(server =>
    server.ConnectionStateRecovery = options.Recovery ? new ConnectionStateRecoveryOptions { MaxClientBytes = long.MaxValue } : null);

var app = builder.Build();
var io = app.Services.GetRequiredService<SocketIOServer>();
LoadHandlers.AddTo(io);
if (options.Recovery)
{
    PresenceHandlers.AddTo(io);
}
app.MapSocketIO();
if (options.Port is { } port)
{
    app.Urls.Add($"http://localhost:{port}");
}
await app.RunAsync();
return 0;
