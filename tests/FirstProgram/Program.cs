using FirstProgram;
using SocketIO;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSocketIO(builder.Configuration.GetSection("SocketIO"));
builder.Services.AddSingleton<Repository>();

var app = builder.Build();
Handlers.Add(app.Services.GetRequiredService<SocketIOServer>(), app.Services.GetRequiredService<Repository>());
app.MapSocketIO();
app.Run();
