using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace SocketIO.Tests.Limits;

/// <summary>How much joining of namespaces one connection may cause.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ConnectLimitTests
{
    private readonly SteppingTime _time = new();
    private int _joined;

    [Test]
    public async Task Connect_LeftAndAskedForAgain_IsReadAsFastAsTheRate()
    {
        await using var server = await StartAsync(limits => (limits.ConnectBurst, limits.ConnectsPerSecond) = (3, 0.5));
        using var client = await RawClient.OpenAsync(server);

        for (var i = 0; i < 10; i++)
        {
            await client.SendAsync("40");
            await client.SendAsync("41");
        }
        for (var i = 0; i < 3; i++)
        {
            Assert.That(await client.ReadAsync(), Does.StartWith("40{"));
        }

        for (var more = 1; more <= 7; more++)
        {
            // The handler runs behind the answer; that no other one has run is known as soon as the next one is held back.
            await Eventually.TrueAsync(() => Volatile.Read(ref _joined) >= 2 + more, "the handler of the one that was let in");
            await HeldAsync();
            Assert.That(Volatile.Read(ref _joined), Is.EqualTo(2 + more));
            await AdvanceWhenHeldAsync(TimeSpan.FromSeconds(2));
            Assert.That(await client.ReadAsync(), Does.StartWith("40{"));
        }
    }

    [Test]
    public async Task Connect_WhoseWaitIsOverBeforeItBegins_IsLetIn()
    {
        await using var server = await SocketServer.StartAsync(
            configure: options => (options.Limits.ConnectBurst, options.Limits.ConnectsPerSecond) = (1, 0.5),
            services: services => services.AddSingleton<TimeProvider>(new HastyTime(TimeSpan.FromSeconds(2))));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("41");

        await client.JoinAsync("/");
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Connect_OfAnotherConnection_IsNotHeldBack()
    {
        await using var server = await StartAsync(limits => limits.ConnectBurst = 1);
        using var greedy = await RawClient.OpenAsync(server);
        await greedy.SendAsync("40");
        await greedy.SendAsync("41");
        await greedy.SendAsync("40");

        using var other = await RawClient.ConnectAsync(server);

        Assert.That(await other.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Connect_ToMoreNamespacesThanAllowed_IsRefusedAndTheOthersStay()
    {
        await using var server = await StartAsync(limits => limits.MaxNamespaces = 2);
        server.Io.Of("/a");
        server.Io.Of("/b");
        using var client = await RawClient.ConnectAsync(server);
        await client.JoinAsync("/a");

        await client.SendAsync("40/b,");
        Assert.That(await client.ReadAsync(), Is.EqualTo("44/b,{\"message\":\"Too many namespaces\"}"));

        await client.SendAsync("41/a,");
        await client.JoinAsync("/b");
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Connect_ToANameThatIsTooLong_IsRefused()
    {
        await using var server = await StartAsync(limits => limits.MaxNamespaceLength = 5);
        server.Io.Of((name, _) => name.Length > 1);
        using var client = await RawClient.ConnectAsync(server);

        await client.JoinAsync("/four");
        await client.SendAsync("40/fives,");

        Assert.That(await client.ReadAsync(), Is.EqualTo("44/fives,{\"message\":\"Invalid namespace\"}"));
    }

    [Test]
    public async Task Connect_WhileTooManyAreUnfinished_WaitsForOneOfThem()
    {
        var asked = new BlockingCollection<(string Namespace, TaskCompletionSource<ConnectError?> Gate)>();
        await using var server = await StartAsync(limits => limits.MaxPendingConnects = 2);
        foreach (var name in new[] { "/a", "/b", "/c" })
        {
            server.Io.Of(name).Use(async socket =>
            {
                var gate = new TaskCompletionSource<ConnectError?>(TaskCreationOptions.RunContinuationsAsynchronously);
                asked.Add((name, gate));
                return await gate.Task;
            });
        }
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("40/a,");
        var a = asked.Take();
        // Given up again, it counts nevertheless: its middleware is still at work.
        await client.SendAsync("41/a,");
        await client.SendAsync("40/b,");
        var b = asked.Take();
        await client.SendAsync("40/c,");
        await HeldAsync();
        Assert.That(asked.TryTake(out _), Is.False, "it waits");
        a.Gate.SetResult(null);
        var c = asked.Take();
        b.Gate.SetResult(null);
        c.Gate.SetResult(null);

        Assert.That(await client.ReadAsync(2), Is.EquivalentTo(new[] { "40/b,", "40/c," }).Using<string, string>((answer, start) => answer.StartsWith(start, StringComparison.Ordinal)));
    }

    [Test]
    public async Task Connect_WhenNoneGetsOn_ConnectionIsClosed()
    {
        await using var server = await StartAsync(limits => limits.MaxPendingConnects = 1);
        var asked = new TaskCompletionSource();
        server.Io.Use(async _ =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite);
            return null;
        });
        using var client = await RawClient.OpenAsync(server);
        await client.SendAsync("40");
        await asked.Task.Within();
        await client.SendAsync("40/b,");

        await AdvanceWhenHeldAsync(TimeSpan.FromSeconds(61));

        Assert.That(await client.ReadToEndAsync(), Is.All.EqualTo("2"), "pings at most");
    }

    // Held back, it waits for a timer: that of its rate, or of its patience.
    private Task HeldAsync() => Eventually.TrueAsync(() => _time.PendingOnce > 0, "the client is held back");

    private async Task AdvanceWhenHeldAsync(TimeSpan time)
    {
        await HeldAsync();
        _time.Advance(time);
    }

    private Task<SocketServer> StartAsync(Action<SocketIOLimits> limit) => SocketServer.StartAsync(
        _ => Interlocked.Increment(ref _joined),
        options => limit(options.Limits),
        services => services.AddSingleton<TimeProvider>(_time));

    /// <summary>A clock that stands still, and of which a wait of a certain length is over while it is being begun.</summary>
    private sealed class HastyTime(TimeSpan wait) : FakeTimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != wait)
            {
                return base.CreateTimer(callback, state, dueTime, period);
            }
            callback(state);
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
