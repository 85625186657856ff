using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Recovery;

namespace SingleProcess.Tests;

/// <summary>How many clients of one user may be away.</summary>
public sealed class AwayLimitTests
{
    private readonly ConcurrentQueue<string> _changes = new();
    private SocketServer _server = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _changes.Clear();
        _server = await SocketServer.StartAsync(
            configure: options => options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions { MaxAwayPerClient = 1 },
            services: services => services.AddEventLog().AddSingleton<IStartupFilter, UserOfTheQuery>());
        _server.Io.Main.UsePresence(socket => socket.Handshake.Auth.GetProperty("person").GetString())
            .OnChange(change => _changes.Enqueue($"{change.Person}: {change.Now}"));
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Drop_BeyondTheLimitOfAUser_EndsTheSessionAtOnce()
    {
        await ConnectAndDropAsync("ann", "one", "Away");
        await ConnectAndDropAsync("ann", "two", "Gone");
        await ConnectAndDropAsync("bob", "three", "Away");
        await ConnectAndDropAsync("", "four", "Away");
        await ConnectAndDropAsync("", "five", "Away");

        Assert.That(_server.Logs.Messages, Has.Exactly(1).Contains("too many clients of the same user or address are away"));
    }

    [Test]
    public async Task Return_MakesRoomForTheNext()
    {
        var pid = await ConnectAndDropAsync("ann", "one", "Away");
        using var back = await RawClient.OpenAsync(_server, "&user=ann");
        await back.JoinAsync("/", $$"""{"person":"one","pid":"{{pid}}"}""");
        await WaitAsync("one: Online", times: 2);

        await ConnectAndDropAsync("ann", "two", "Away");
        back.Abort();

        await WaitAsync("one: Gone");
    }

    private async Task<string> ConnectAndDropAsync(string user, string person, string expected)
    {
        using var client = await RawClient.OpenAsync(_server, $"&user={user}");
        await client.SendAsync($$"""40{"person":"{{person}}"}""");
        var pid = (await client.ReadAsync()).Split("\"pid\":\"")[1].Split('"')[0];
        await WaitAsync($"{person}: Online");
        client.Abort();
        await WaitAsync($"{person}: {expected}");
        return pid;
    }

    private Task WaitAsync(string change, int times = 1) => Eventually.TrueAsync(() => _changes.Count(told => told == change) == times, change);

    /// <summary>Stands in for an application's authentication.</summary>
    private sealed class UserOfTheQuery : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, next) =>
            {
                var user = context.Request.Query["user"].ToString();
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], user.Length > 0 ? "test" : null));
                return next(context);
            });
            next(app);
        };
    }
}
