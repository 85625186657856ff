using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace SingleProcess.Tests;

/// <summary>How many clients of one user may be away.</summary>
public sealed class AwayLimitTests
{
    private readonly ConcurrentQueue<string> _changes = new();
    private SocketServer _server = null!;
    private volatile bool _refuses;

    [SetUp]
    public async Task StartAsync()
    {
        _changes.Clear();
        _refuses = false;
        _server = await SocketServer.StartAsync(
            configure: options => options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions { MaxAwayPerClient = 1 },
            services: services => services.AddSocketIOSequencer().AddSingleton<IStartupFilter, OriginOfTheQuery>());
        _server.Io.Main.Use(_ => ValueTask.FromResult(_refuses ? new ConnectError("not now") : null));
        _server.Io.Main.UsePresence(socket => socket.Handshake.Auth.GetProperty("person").GetString())
            .OnChange(change => _changes.Enqueue($"{change.Person}: {change.Now}"));
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Drop_BeyondTheLimitOfAUser_EndsTheSessionAtOnce()
    {
        await ConnectAndDropAsync("&user=ann", "one", "Away");
        await ConnectAndDropAsync("&user=ann", "two", "Gone");
        await ConnectAndDropAsync("&user=bob", "three", "Away");
        await ConnectAndDropAsync("", "four", "Away");
        await ConnectAndDropAsync("", "five", "Away");

        Assert.That(_server.Logs.Messages, Has.Exactly(1).Contains("too many clients of the same user or address are away"));
    }

    [Test]
    public async Task Drop_BeyondTheLimitOfAnAddress_EndsTheSessionAtOnce()
    {
        await ConnectAndDropAsync("&address=203.0.113.7", "one", "Away");
        await ConnectAndDropAsync("&address=203.0.113.7", "two", "Gone");
        await ConnectAndDropAsync("&address=203.0.113.8", "three", "Away");
        await ConnectAndDropAsync("&address=203.0.113.7&user=ann", "four", "Away");
        await ConnectAndDropAsync("&address=10.0.0.7", "five", "Away");
        await ConnectAndDropAsync("&address=10.0.0.7", "six", "Away");
    }

    [Test]
    public async Task Return_MakesRoomForTheNext()
    {
        var pid = await ConnectAndDropAsync("&user=ann", "one", "Away");
        using var back = await RawClient.OpenAsync(_server, "&user=ann");
        await back.JoinAsync("/", $$"""{"person":"one","pid":"{{pid}}"}""");
        await WaitAsync("one: Online", times: 2);

        await ConnectAndDropAsync("&user=ann", "two", "Away");
        back.Abort();

        await WaitAsync("one: Gone");
    }

    [Test]
    public async Task Return_ThatIsRefused_LeavesTheSessionAwayAndCountedOnce()
    {
        var pid = await ConnectAndDropAsync("&user=ann", "one", "Away");
        _refuses = true;
        using var back = await RawClient.OpenAsync(_server, "&user=ann");
        await back.SendAsync($$"""40{"person":"one","pid":"{{pid}}"}""");
        Assert.That(await back.ReadAsync(), Does.StartWith("44"));
        _refuses = false;

        await ConnectAndDropAsync("&user=ann", "two", "Gone");
    }

    [Test]
    public async Task TakeOver_AndDropBeforeItIsIn_CountsAsAway()
    {
        // Connected, and taken over by a second connection that a middleware refuses: the session is away, and nothing but that says so.
        var (first, pid) = await ConnectAsync("&user=ann", "one");
        using var _ = first;
        _refuses = true;
        using var second = await RawClient.OpenAsync(_server, "&user=ann");
        await second.SendAsync($$"""40{"person":"one","pid":"{{pid}}"}""");
        Assert.That(await second.ReadAsync(), Does.StartWith("44"));
        await WaitAsync("one: Away");
        _refuses = false;

        await ConnectAndDropAsync("&user=ann", "two", "Gone");
    }

    [Test]
    public async Task End_OfASessionThatIsAway_MakesRoomForTheNext()
    {
        await ConnectAndDropAsync("&user=ann", "one", "Away");
        _server.Io.DisconnectSockets();
        await WaitAsync("one: Gone");

        await ConnectAndDropAsync("&user=ann", "two", "Away");
    }

    [Test]
    public async Task Drain_OfMoreThanTheLimitOfAUser_KeepsTheirSessions()
    {
        using var one = (await ConnectAsync("&user=ann", "one")).Client;
        using var two = (await ConnectAsync("&user=ann", "two")).Client;

        await _server.Io.DrainAsync(TimeSpan.Zero);

        await WaitAsync("one: Away");
        await WaitAsync("two: Away");
    }

    private async Task<string> ConnectAndDropAsync(string query, string person, string expected)
    {
        var (client, pid) = await ConnectAsync(query, person);
        using var _ = client;
        client.Abort();
        await WaitAsync($"{person}: {expected}");
        return pid;
    }

    private async Task<(RawClient Client, string Pid)> ConnectAsync(string query, string person)
    {
        var client = await RawClient.OpenAsync(_server, query);
        await client.SendAsync($$"""40{"person":"{{person}}"}""");
        var pid = PidIn(await client.ReadAsync());
        await WaitAsync($"{person}: Online");
        return (client, pid);
    }

    private static string PidIn(string connected) => connected.Split("\"pid\":\"")[1].Split('"')[0];

    private Task WaitAsync(string change, int times = 1) => Eventually.TrueAsync(() => _changes.Count(told => told == change) == times, change);

    /// <summary>Stands in for an application's authentication, and for a network.</summary>
    private sealed class OriginOfTheQuery : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, next) =>
            {
                var user = context.Request.Query["user"].ToString();
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], user.Length > 0 ? "test" : null));
                if (IPAddress.TryParse(context.Request.Query["address"], out var address))
                {
                    context.Connection.RemoteIpAddress = address;
                }
                return next(context);
            });
            next(app);
        };
    }
}
