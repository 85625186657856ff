using SocketIO;
using SocketIO.Packets;
using TestWorker;

var builder = WebApplication.CreateSlimBuilder(args);
builder.JoinCluster();
builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
builder.Services.AddSocketIO(options =>
{
    if (Environment.GetEnvironmentVariable("TEST_WORKER_PARSER") == "msgpack")
    {
        options.Parser = PacketParsers.MessagePack;
    }
});

var app = builder.Build();
var io = app.Services.GetRequiredService<SocketIOServer>();
EchoHandlers.AddTo(io.Main);
BroadcastHandlers.AddTo(io.Main);
BroadcastHandlers.AddTo(io.Of("/other"));
ManagementHandlers.AddTo(io.Main);
QuestionHandlers.AddTo(io.Main);
GuardedNamespaces.AddTo(io);
DurableHandlers.AddTo(io.Of("/durable"));
app.MapSocketIO();
await app.RunAsync();
