using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ConnectTimeoutTests
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly SteppingTime _time = new();

    [Test]
    public async Task Connection_JoinsNothingInTime_IsClosed()
    {
        await using var server = await StartAsync();
        using var client = await RawClient.OpenAsync(server);

        _time.Advance(ConnectTimeout - TimeSpan.FromSeconds(1.5));
        Assert.That(server.Io.Engine.ClientsCount, Is.EqualTo(1));
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.That(await client.ReadAsync(), Is.EqualTo("closed"));
    }

    [Test]
    public async Task Connection_RefusedByEveryNamespace_IsClosed()
    {
        await using var server = await StartAsync();
        using var client = await RawClient.OpenAsync(server);
        await client.SendAsync("40/unknown,");
        await client.ReadAsync();

        _time.Advance(ConnectTimeout + TimeSpan.FromSeconds(2));

        Assert.That(await client.ReadAsync(), Is.EqualTo("closed"));
    }

    [Test]
    public async Task Connection_Joined_Stays()
    {
        await using var server = await StartAsync();
        using var client = await RawClient.ConnectAsync(server);

        _time.Advance(ConnectTimeout + TimeSpan.FromSeconds(2));

        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Connection_InASlowMiddleware_Stays()
    {
        var gate = new TaskCompletionSource<ConnectError?>();
        var asked = new TaskCompletionSource();
        await using var server = await StartAsync();
        server.Io.Use(async _ =>
        {
            asked.SetResult();
            return await gate.Task;
        });
        using var client = await RawClient.OpenAsync(server);
        await client.SendAsync("40");
        await asked.Task.Within();

        _time.Advance(ConnectTimeout + TimeSpan.FromSeconds(2));
        gate.SetResult(null);

        Assert.That(await client.ReadAsync(), Does.StartWith("40{"));
    }

    [Test]
    public async Task Connection_LaterThanAnother_HasItsOwnTime()
    {
        await using var server = await StartAsync();
        using var early = await RawClient.OpenAsync(server);
        _time.Advance(ConnectTimeout / 2);
        using var late = await RawClient.OpenAsync(server);

        _time.Advance((ConnectTimeout / 2) + TimeSpan.FromSeconds(1.5));

        Assert.That(await early.ReadAsync(), Is.EqualTo("closed"));
        Assert.That(await late.JoinAsync("/"), Is.Not.Empty);
    }

    private Task<SocketServer> StartAsync() => SocketServer.StartAsync(
        configure: options => options.ConnectTimeout = ConnectTimeout,
        services: services => services.AddSingleton<TimeProvider>(_time));
}
