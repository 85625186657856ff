using Benchmarks.Server;
using ClusterAdapter;
using SocketIO;

var isWorker = ClusterOptions.FromEnvironment() is not null;
var port = CommandLine.Port(args);
if (isWorker ? args.Length > 0 : port is null)
{
    await Console.Error.WriteLineAsync(CommandLine.Usage);
    return 2;
}

var builder = WebApplication.CreateSlimBuilder();
builder.JoinCluster();
builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
builder.Services.AddSocketIO();

var app = builder.Build();
LoadHandlers.AddTo(app.Services.GetRequiredService<SocketIOServer>());
app.MapSocketIO();
if (port is not null)
{
    app.Urls.Add($"http://localhost:{port}");
}
await app.RunAsync();
return 0;
