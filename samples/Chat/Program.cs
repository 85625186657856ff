using System.Security.Claims;
using SocketIO;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthentication("Cookies").AddCookie();
builder.Services.AddSocketIO();

var app = builder.Build();
var io = app.Services.GetRequiredService<SocketIOServer>();
app.UseFileServer();
app.UseAuthentication();
app.MapSocketIO();
app.MapPost("/login", (string name) => Results.SignIn(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "Cookies"))));
app.MapGet("/online", async () => (await io.FetchSocketsAsync()).Sockets.Count);

io.Use(socket => socket.Handshake.User.Identity is { IsAuthenticated: true } ? null : new ConnectError("sign in first"));
io.OnConnection(socket =>
{
    var name = socket.Handshake.User.Identity!.Name;
    socket.On("join", (string room) =>
    {
        socket.Join(room);
        socket.To(room).Emit("joined", room, name);
    });
    socket.On("say", (string room, Message message) =>
    {
        if (message.Text is not { Length: > 0 and <= 500 })
        {
            throw new EventException("1 to 500 characters, please");
        }
        io.To(room).Emit("said", room, name, message);
        return "ok"; // the client's acknowledgement
    });
});
app.Run();

internal sealed record Message(string? Text);
