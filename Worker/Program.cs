using SocketIO;
using SocketIO.Cluster;
using Worker.Chat;
using Worker.Hosting;
using Worker.Web;

if (ClusterOptions.FromEnvironment() is not { } cluster)
{
    await Console.Error.WriteLineAsync("This is a worker of the cluster: start it with run-cluster.sh (or run-cluster.ps1).");
    return 2;
}

var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
if (!RecoveryWindow.TryRead(builder.Configuration, out var window))
{
    await Console.Error.WriteLineAsync($"The setting {RecoveryWindow.Setting} must be a number of seconds, at most a day.");
    return 2;
}
if (MessageRate.From(builder.Configuration) is not { } rate)
{
    await Console.Error.WriteLineAsync($"The setting {MessageRate.Setting} must be a number of messages, from 1 to a million; 0 is no limit.");
    return 2;
}
if (HistorySize.From(builder.Configuration) is not { } historySize)
{
    await Console.Error.WriteLineAsync($"The setting {HistorySize.Setting} must be a number of messages; 0 is no limit.");
    return 2;
}
builder.JoinCluster();
builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
builder.Logging.AddSimpleConsole(console =>
{
    // All workers write to the output of one terminal.
    console.SingleLine = true;
    console.TimestampFormat = $"HH:mm:ss 'worker {cluster.Index}' ";
});
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
builder.Services.AddSocketIO(options =>
{
    options.Engine.AllowRequest = new OriginCheck(cluster.Ports).CheckAsync;
    options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions();
    if (window is { } given)
    {
        options.ConnectionStateRecovery.MaxDisconnectionDuration = given;
    }
    ChatServer.ApplyTo(options);
});
// A page of a foreign name that resolves to this machine is no page of ours. Behind a proxy set AllowedHosts.
builder.Services.AddHostFiltering(options => options.AllowedHosts = PublicHosts.From(builder.Configuration));
builder.Services.AddSingleton(cluster);
builder.Services.AddSingleton(rate);
builder.Services.AddSingleton(historySize);
builder.Services.AddSingleton<ChatHandlers>();
builder.Services.AddHostedService<IdleCollection>();

var app = builder.Build();
app.Services.GetRequiredService<ChatHandlers>().AddTo(app.Services.GetRequiredService<SocketIOServer>());
app.UseHostFiltering();
app.UseMiddleware<SecurityHeaders>();
app.UseDefaultFiles();
app.UseStaticFiles(PageFiles.Options);
app.MapSocketIO();
try
{
    await app.RunAsync();
    return 0;
}
catch (OperationCanceledException)
{
    // Told to stop before it had started; why is in the log.
    return 1;
}
catch (IOException exception)
{
    await Console.Error.WriteLineAsync($"Worker {cluster.Index} cannot listen on port {cluster.Port}: {exception.Message}");
    return 1;
}
