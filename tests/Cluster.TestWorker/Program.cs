using SocketIO;
using TestWorker;

var builder = WebApplication.CreateSlimBuilder(args);
builder.JoinCluster();
builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
builder.Services.AddSocketIO();

var app = builder.Build();
var io = app.Services.GetRequiredService<SocketIOServer>();
EchoHandlers.AddTo(io.Main);
BroadcastHandlers.AddTo(io.Main);
BroadcastHandlers.AddTo(io.Of("/other"));
ManagementHandlers.AddTo(io.Main);
QuestionHandlers.AddTo(io.Main);
GuardedNamespaces.AddTo(io);
app.MapSocketIO();
await app.RunAsync();
