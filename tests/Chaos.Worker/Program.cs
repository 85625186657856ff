using ChaosWorker;
using SocketIO;
using SocketIO.Cluster;
using Worker.Chat;

var builder = WebApplication.CreateSlimBuilder(args);
builder.JoinCluster();
builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
builder.Services.AddSocketIO(options =>
{
    Settings.ApplyTo(options);
    ChatServer.ApplyTo(options);
});
builder.Services.AddSingleton(ClusterOptions.FromEnvironment()!);
builder.Services.AddSingleton(MessageRate.From(builder.Configuration)!);
builder.Services.AddSingleton(HistorySize.From(builder.Configuration)!);
builder.Services.AddSingleton<ChatHandlers>();

var app = builder.Build();
var io = app.Services.GetRequiredService<SocketIOServer>();
app.Services.GetRequiredService<ChatHandlers>().AddTo(io);
BroadcastHandlers.AddTo(io);
if (Settings.Leaks)
{
    PlantedLeak.AddTo(io);
}
app.MapSocketIO();
await app.RunAsync();
