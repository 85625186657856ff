using System.Net;
using System.Net.Sockets;
using EngineIO.Limits;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EngineIO.Tests;

/// <summary>Connections beyond the room that there is wait, and none is lost.</summary>
public sealed class BoundedListenerTests
{
    [Test]
    public async Task Accept_NoRoom_WaitsUntilOneHasEnded()
    {
        using var room = new SemaphoreSlim(1);
        await using var listener = await ListenAsync(room);
        using var first = await ConnectAsync(listener);
        var taken = await listener.AcceptAsync().AsTask().Within();
        using var second = await ConnectAsync(listener);
        var next = listener.AcceptAsync().AsTask();

        Assert.That(next.IsCompleted, Is.False);
        await taken!.DisposeAsync();

        await using var other = await next.Within();
        Assert.That(other, Is.Not.Null);
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task Unbind_WhileOneIsWaitedFor_EndsTheWaitingAndGivesTheRoomBack(int free)
    {
        using var room = new SemaphoreSlim(free);
        await using var listener = await ListenAsync(room);
        var next = listener.AcceptAsync().AsTask();

        await listener.UnbindAsync();

        Assert.That(await next.Within(), Is.Null);
        Assert.That(room.CurrentCount, Is.EqualTo(free));
    }

    [Test]
    public async Task AddEngineIOConnectionLimits_OnKestrel_TakesThePlaceOfItsSockets()
    {
        await using var server = await EngineServer.StartAsync(services: services => services.AddEngineIOConnectionLimits());
        using var client = await WsClient.OpenAsync(server);

        Assert.That(server.Services.GetServices<IConnectionListenerFactory>(), Has.Exactly(1).TypeOf<BoundedListenerFactory>().And.None.TypeOf<SocketTransportFactory>());
    }

    private static async Task<BoundedListener> ListenAsync(SemaphoreSlim room)
    {
        var factory = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        return new BoundedListener(await factory.BindAsync(new IPEndPoint(IPAddress.Loopback, 0)), room);
    }

    private static async Task<Socket> ConnectAsync(BoundedListener listener)
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.EndPoint).Within();
        return client;
    }
}
