using SocketIO.Adapters;
using SocketIO.Packets;
using SocketIO.Parsers;
using SocketIO.Sequencing;

namespace SocketIO.Recovery;

/// <summary>
/// The adapter of a namespace with recovery. What can be replayed takes a number in the log, and with it whatever must
/// not overtake it: rooms, disconnects, events between workers. The rest goes by the adapter below, behind what this
/// worker has submitted before.
/// </summary>
internal sealed class SequencedAdapter(Namespace owner, ISequencer sequencer, IAdapter transient, NamespaceSessions sessions) : IAdapter
{
    public RoomEvents Rooms => transient.Rooms;

    public int ServerCount => transient.ServerCount;

    /// <summary>Takes in a socket; its rooms, its own included, came with its session.</summary>
    public void Add(Socket socket) => transient.Add(socket);

    public void Join(Socket socket, IReadOnlyList<string> rooms) => Join(socket, rooms, mustBeTaken: false);

    /// <summary>As <see cref="Join(Socket, IReadOnlyList{string})"/>, where nobody could be told that there is no room for it in the log.</summary>
    public void JoinAtConnection(Socket socket, IReadOnlyList<string> rooms) => Join(socket, rooms, mustBeTaken: true);

    public void Leave(Socket socket, IReadOnlyList<string> rooms)
    {
        if (SocketSession.Of(socket) is { IsOver: false } session)
        {
            sessions.Submit(new LeaveOperation(session.KeyOf(socket), [.. rooms]));
        }
    }

    public void Remove(Socket socket) => transient.Remove(socket);

    public IReadOnlyCollection<string> RoomsOf(Socket socket) => transient.RoomsOf(socket);

    public Socket[] Select(BroadcastTarget target) => transient.Select(target);

    public void Emit(Socket socket, EncodedPacket packet, bool isVolatile)
    {
        if (isVolatile)
        {
            socket.Outbox.Send(packet, isVolatile: true);
        }
        else if (MayReach(socket))
        {
            sessions.Submit(ToEvent(packet, OnlyTo(socket)));
        }
    }

    public Task EmitAsync(Socket socket, EncodedPacket packet, CancellationToken cancellation) =>
        MayReach(socket) ? SubmitAsync(ToEvent(packet, OnlyTo(socket)), cancellation) : Task.CompletedTask;

    /// <summary>As <see cref="Emit"/>, where nobody could be told that there is no room for it in the log.</summary>
    public void EmitAtConnection(Socket socket, EncodedPacket packet)
    {
        if (MayReach(socket))
        {
            sessions.Submit(ToEvent(packet, OnlyTo(socket)), new SubmitOptions { MustBeTaken = true });
        }
    }

    public void Broadcast(EncodedPacket packet, BroadcastTarget target, BroadcastOptions options)
    {
        if (IsSequenced(options))
        {
            sessions.Submit(ToEvent(packet, target));
        }
        else
        {
            transient.Broadcast(packet, target, options);
        }
    }

    public Task BroadcastAsync(EncodedPacket packet, BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation) =>
        IsSequenced(options)
            ? SubmitAsync(ToEvent(packet, target), cancellation)
            : transient.BroadcastAsync(packet, target, options, cancellation);

    public async Task<UnansweredBroadcast> BroadcastWithAckAsync(
        EncodedPacket packet, BroadcastTarget target, BroadcastOptions options, Action<BroadcastAck> onAnswer, CancellationToken cancellation)
    {
        await SettledAsync(cancellation, packet).ConfigureAwait(false);
        return await transient.BroadcastWithAckAsync(packet, target, options, onAnswer, cancellation).ConfigureAwait(false);
    }

    public void SocketsJoin(BroadcastTarget target, IReadOnlyList<string> rooms, bool local) =>
        Change(target, TargetAction.Join, rooms, close: false, local, () => transient.SocketsJoin(target, rooms, local));

    public void SocketsLeave(BroadcastTarget target, IReadOnlyList<string> rooms, bool local) =>
        Change(target, TargetAction.Leave, rooms, close: false, local, () => transient.SocketsLeave(target, rooms, local));

    public void DisconnectSockets(BroadcastTarget target, bool close, bool local) =>
        Change(target, TargetAction.Disconnect, [], close, local, () => transient.DisconnectSockets(target, close, local));

    public void ServerSideEmit(EncodedPacket packet) => sessions.Submit(new ServerEvent(owner.Name, PacketEnvelope.Seal(packet)));

    public async Task<ServerAckResult> ServerSideEmitWithAckAsync(EncodedPacket packet, TimeSpan timeout, CancellationToken cancellation)
    {
        await SettledAsync(cancellation, packet).ConfigureAwait(false);
        return await transient.ServerSideEmitWithAckAsync(packet, timeout, cancellation).ConfigureAwait(false);
    }

    public async Task<SocketQueryResult> FetchSocketsAsync(BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation)
    {
        await SettledAsync(cancellation).ConfigureAwait(false);
        return await transient.FetchSocketsAsync(target, options, cancellation).ConfigureAwait(false);
    }

    public async Task<SocketCount> CountSocketsAsync(BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation)
    {
        await SettledAsync(cancellation).ConfigureAwait(false);
        return await transient.CountSocketsAsync(target, options, cancellation).ConfigureAwait(false);
    }

    /// <summary>Completes when everything that this worker submitted before has come back.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <param name="packet">What is sent then.</param>
    /// <exception cref="SequencerFullException">There is a packet, and too much is held back.</exception>
    public Task SettledAsync(CancellationToken cancellation, EncodedPacket? packet = null)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        sequencer.After(sequencer.LastSubmission, settled.SetResult, packet?.Size ?? 0);
        return settled.Task.WaitAsync(cancellation);
    }

    /// <summary>Submits an event, or a change, and completes when it counts for everybody.</summary>
    private async Task SubmitAsync(EmitEvent emit, CancellationToken cancellation) =>
        await sessions.SubmitAsync(emit, default, cancellation).ConfigureAwait(false);

    private EmitEvent ToEvent(EncodedPacket packet, BroadcastTarget target) => new(owner.Name, target, PacketEnvelope.Seal(packet));

    private void Join(Socket socket, IReadOnlyList<string> rooms, bool mustBeTaken)
    {
        if (SocketSession.Of(socket) is not { IsOver: false } session)
        {
            return;
        }
        var counted = session.Joining.Add(RoomsOf(socket), rooms);
        try
        {
            var submission = sessions.Submit(new JoinOperation(session.KeyOf(socket), [.. rooms]), new SubmitOptions { MustBeTaken = mustBeTaken });
            if (counted.Count > 0)
            {
                // Whatever becomes of it.
                sequencer.After(submission, () => session.Joining.Remove(counted));
            }
        }
        catch (SequencerFullException)
        {
            session.Joining.Remove(counted);
            throw;
        }
    }

    /// <summary>Whether the socket's client is there, or away, or has come back over another connection: what a handler that
    /// outlives its connection sends is for the session. What a middleware sends is not: it runs again at the next return.</summary>
    private static bool MayReach(Socket socket) =>
        socket.Connected || (socket is { HasOpened: true, HasLeft: true } && !SocketSession.Of(socket).HasEnded);

    private static bool IsSequenced(BroadcastOptions options) => !options.Volatile && !options.Local;

    private static BroadcastTarget OnlyTo(Socket socket) => new([socket.Id], []);

    private void Change(
        BroadcastTarget target, TargetAction action, IReadOnlyList<string> rooms, bool close, bool local, Action changeLocal)
    {
        if (local)
        {
            // Each socket of this worker then takes a number of its own.
            changeLocal();
        }
        else
        {
            sessions.Submit(new TargetOperation(owner.Name, target, action) { Rooms = [.. rooms], Close = close });
        }
    }
}
