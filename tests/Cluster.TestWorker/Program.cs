using SocketIO;
using TestWorker;

var builder = WebApplication.CreateSlimBuilder(args);
builder.JoinCluster();
builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
builder.Services.AddSocketIO(TestSettings.ApplyTo);
RecoverySetup.AddTo(builder);

var app = builder.Build();
var io = app.Services.GetRequiredService<SocketIOServer>();
EchoHandlers.AddTo(io.Main);
BroadcastHandlers.AddTo(io.Main);
BroadcastHandlers.AddTo(io.Of("/other"));
ManagementHandlers.AddTo(io.Main);
QuestionHandlers.AddTo(io.Main);
RecoveryHandlers.AddTo(io.Main);
GuardedNamespaces.AddTo(io);
if (io.Options.ConnectionStateRecovery is not null)
{
    DurableHandlers.AddTo(io.Of("/durable"));
}
app.MapSocketIO();
await app.RunAsync();
