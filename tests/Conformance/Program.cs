using System.Globalization;
using Conformance;

if (args is not [var suite, "--port", var text]
    || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65_535)
{
    return await UsageAsync();
}

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
Action<WebApplication>? map = suite switch
{
    "engine.io" => EngineProtocolServer.AddTo(allowFormerProtocol: false),
    "engine.io-v3" => EngineProtocolServer.AddTo(allowFormerProtocol: true),
    "socket.io" => SocketProtocolServer.AddTo(builder),
    "engine.io-client" => EngineClientServer.AddTo(builder),
    "socket.io-client" => SocketClientServer.AddTo(builder),
    _ => null,
};
if (map is null)
{
    return await UsageAsync();
}
await using var app = builder.Build();
map(app);
app.Urls.Add($"http://localhost:{port}");
await app.RunAsync();
return 0;

static async Task<int> UsageAsync()
{
    await Console.Error.WriteLineAsync("Usage: Conformance (engine.io | engine.io-v3 | socket.io | engine.io-client | socket.io-client) --port N");
    return 2;
}
