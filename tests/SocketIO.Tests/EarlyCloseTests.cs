using Microsoft.Extensions.DependencyInjection;
using SocketIO.Adapters;
using SocketIO.Parsers;
using SocketIO.Sequencing;

namespace SocketIO.Tests;

/// <summary>A connection that ends in the very moment in which its client gets in.</summary>
public sealed class EarlyCloseTests
{
    [Test]
    public async Task Open_ConnectionClosedMeanwhile_HandlersHearOfItsEnd()
    {
        var factory = new ClosingAdapterFactory();
        var events = new List<string>();
        var ended = new TaskCompletionSource();
        await using var server = await SocketServer.StartAsync(
            socket =>
            {
                events.Add($"connection {socket.Connected}");
                socket.OnDisconnected(reason =>
                {
                    events.Add($"disconnect {reason.ToWireName()}");
                    ended.SetResult();
                    return ValueTask.CompletedTask;
                });
            },
            services: services => services.AddSingleton<IAdapterFactory>(factory));
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("40");
        await ended.Task.Within();

        Assert.That(events, Is.EqualTo(["connection False", "disconnect forced server close"]));
        Assert.That((await server.Io.Main.ToAll().FetchSocketsAsync()).Sockets, Is.Empty);
    }

    private sealed class ClosingAdapterFactory : IAdapterFactory
    {
        public IAdapter Create(Namespace @namespace) => new ClosingAdapter(@namespace);
    }

    /// <summary>Closes the connection of every socket that is about to be taken in, and waits for the end to be noticed.</summary>
    private sealed class ClosingAdapter(Namespace owner) : IAdapter
    {
        private readonly LocalAdapter _local = new(owner);

        public RoomEvents Rooms => _local.Rooms;

        public int ServerCount => _local.ServerCount;

        public void Add(Socket socket)
        {
            socket.Connection.Close();
            Assert.That(() => socket.Connected, Is.False.After(20_000, 5));
            _local.Add(socket);
        }

        public void Join(Socket socket, IReadOnlyList<string> rooms) => _local.Join(socket, rooms);

        public void Leave(Socket socket, IReadOnlyList<string> rooms) => _local.Leave(socket, rooms);

        public void Remove(Socket socket) => _local.Remove(socket);

        public IReadOnlyCollection<string> RoomsOf(Socket socket) => _local.RoomsOf(socket);

        public Socket[] Select(BroadcastTarget target) => _local.Select(target);

        public void Emit(Socket socket, EncodedPacket packet, bool isVolatile) => _local.Emit(socket, packet, isVolatile);

        public Task EmitAsync(Socket socket, EncodedPacket packet, CancellationToken cancellation) => _local.EmitAsync(socket, packet, cancellation);

        public void Broadcast(EncodedPacket packet, BroadcastTarget target, BroadcastOptions options) => _local.Broadcast(packet, target, options);

        public Task BroadcastAsync(EncodedPacket packet, BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation) =>
            _local.BroadcastAsync(packet, target, options, cancellation);

        public Task<UnansweredBroadcast> BroadcastWithAckAsync(
            EncodedPacket packet, BroadcastTarget target, BroadcastOptions options, Action<BroadcastAck> onAnswer, CancellationToken cancellation) =>
            _local.BroadcastWithAckAsync(packet, target, options, onAnswer, cancellation);

        public void SocketsJoin(BroadcastTarget target, IReadOnlyList<string> rooms, bool local) => _local.SocketsJoin(target, rooms, local);

        public void SocketsLeave(BroadcastTarget target, IReadOnlyList<string> rooms, bool local) => _local.SocketsLeave(target, rooms, local);

        public void DisconnectSockets(BroadcastTarget target, bool close, bool local) => _local.DisconnectSockets(target, close, local);

        public void ServerSideEmit(EncodedPacket packet) => _local.ServerSideEmit(packet);

        public Task<ServerAckResult> ServerSideEmitWithAckAsync(EncodedPacket packet, TimeSpan timeout, CancellationToken cancellation) =>
            _local.ServerSideEmitWithAckAsync(packet, timeout, cancellation);

        public Task<SocketQueryResult> FetchSocketsAsync(BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation) =>
            _local.FetchSocketsAsync(target, options, cancellation);

        public Task<SocketCount> CountSocketsAsync(BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation) =>
            _local.CountSocketsAsync(target, options, cancellation);
    }
}
