using ChaosWorker;
using SocketIO;

var builder = WebApplication.CreateSlimBuilder(args);
builder.JoinCluster();
builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
builder.Services.AddSocketIO(Settings.ApplyTo);

var app = builder.Build();
ChaosHandlers.AddTo(app.Services.GetRequiredService<SocketIOServer>());
app.MapSocketIO();
await app.RunAsync();
