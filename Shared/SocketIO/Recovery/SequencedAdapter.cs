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
internal sealed class SequencedAdapter : IAdapter
{
    private readonly Namespace _owner;
    private readonly ISequencer _sequencer;
    private readonly IAdapter _transient;

    public SequencedAdapter(Namespace owner, ISequencer sequencer, IAdapter transient)
    {
        _owner = owner;
        _sequencer = sequencer;
        _transient = transient;
        Sessions = new NamespaceSessions(owner, sequencer, transient);
    }

    public NamespaceSessions Sessions { get; }

    public RoomEvents Rooms => _transient.Rooms;

    public int ServerCount => _transient.ServerCount;

    /// <summary>Takes in a socket; its rooms, its own included, came with its session.</summary>
    public void Add(Socket socket) => _transient.Add(socket);

    public void Join(Socket socket, IReadOnlyList<string> rooms) => Join(socket, rooms, mustBeTaken: false);

    /// <summary>As <see cref="Join(Socket, IReadOnlyList{string})"/>, where nobody could be told that there is no room for it in the log.</summary>
    public void JoinAtConnection(Socket socket, IReadOnlyList<string> rooms) => Join(socket, rooms, mustBeTaken: true);

    public void Leave(Socket socket, IReadOnlyList<string> rooms)
    {
        if (socket.Session is { IsOver: false } session)
        {
            Sessions.Submit(new LeaveOperation(session.KeyOf(socket), [.. rooms]));
        }
    }

    public void Remove(Socket socket) => _transient.Remove(socket);

    public IReadOnlyCollection<string> RoomsOf(Socket socket) => _transient.RoomsOf(socket);

    public Socket[] Select(BroadcastTarget target) => _transient.Select(target);

    public void Emit(Socket socket, EncodedPacket packet, bool isVolatile)
    {
        if (isVolatile)
        {
            socket.Outbox.Send(packet, isVolatile: true);
        }
        else if (MayReach(socket))
        {
            Sessions.Submit(ToEvent(packet, OnlyTo(socket)));
        }
    }

    public Task EmitAsync(Socket socket, EncodedPacket packet, CancellationToken cancellation) =>
        MayReach(socket) ? SubmitAsync(ToEvent(packet, OnlyTo(socket)), cancellation) : Task.CompletedTask;

    /// <summary>As <see cref="Emit"/>, where nobody could be told that there is no room for it in the log.</summary>
    public void EmitAtConnection(Socket socket, EncodedPacket packet)
    {
        if (MayReach(socket))
        {
            Sessions.Submit(ToEvent(packet, OnlyTo(socket)), new SubmitOptions { MustBeTaken = true });
        }
    }

    public void Broadcast(EncodedPacket packet, BroadcastTarget target, BroadcastOptions options)
    {
        if (IsSequenced(options))
        {
            Sessions.Submit(ToEvent(packet, target));
        }
        else
        {
            _transient.Broadcast(packet, target, options);
        }
    }

    public Task BroadcastAsync(EncodedPacket packet, BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation) =>
        IsSequenced(options)
            ? SubmitAsync(ToEvent(packet, target), cancellation)
            : _transient.BroadcastAsync(packet, target, options, cancellation);

    public async Task<UnansweredBroadcast> BroadcastWithAckAsync(
        EncodedPacket packet, BroadcastTarget target, BroadcastOptions options, Action<BroadcastAck> onAnswer, CancellationToken cancellation)
    {
        await SettledAsync(cancellation, packet).ConfigureAwait(false);
        return await _transient.BroadcastWithAckAsync(packet, target, options, onAnswer, cancellation).ConfigureAwait(false);
    }

    public void SocketsJoin(BroadcastTarget target, IReadOnlyList<string> rooms, bool local) =>
        Change(target, TargetAction.Join, rooms, close: false, local, () => _transient.SocketsJoin(target, rooms, local));

    public void SocketsLeave(BroadcastTarget target, IReadOnlyList<string> rooms, bool local) =>
        Change(target, TargetAction.Leave, rooms, close: false, local, () => _transient.SocketsLeave(target, rooms, local));

    public void DisconnectSockets(BroadcastTarget target, bool close, bool local) =>
        Change(target, TargetAction.Disconnect, [], close, local, () => _transient.DisconnectSockets(target, close, local));

    public void ServerSideEmit(EncodedPacket packet) => Sessions.Submit(new ServerEvent(_owner.Name, PacketEnvelope.Seal(packet)));

    public async Task<ServerAckResult> ServerSideEmitWithAckAsync(EncodedPacket packet, TimeSpan timeout, CancellationToken cancellation)
    {
        await SettledAsync(cancellation, packet).ConfigureAwait(false);
        return await _transient.ServerSideEmitWithAckAsync(packet, timeout, cancellation).ConfigureAwait(false);
    }

    public async Task<SocketQueryResult> FetchSocketsAsync(BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation)
    {
        await SettledAsync(cancellation).ConfigureAwait(false);
        return await _transient.FetchSocketsAsync(target, options, cancellation).ConfigureAwait(false);
    }

    public async Task<SocketCount> CountSocketsAsync(BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation)
    {
        await SettledAsync(cancellation).ConfigureAwait(false);
        return await _transient.CountSocketsAsync(target, options, cancellation).ConfigureAwait(false);
    }

    /// <summary>Completes when everything that this worker submitted before has come back.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <param name="packet">What is sent then.</param>
    /// <exception cref="SequencerFullException">There is a packet, and too much is held back.</exception>
    public Task SettledAsync(CancellationToken cancellation, EncodedPacket? packet = null)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _sequencer.After(_sequencer.LastSubmission, settled.SetResult, packet?.Size ?? 0);
        return settled.Task.WaitAsync(cancellation);
    }

    /// <summary>Submits an event, or a change, and completes when it counts for everybody.</summary>
    private async Task SubmitAsync(EmitEvent emit, CancellationToken cancellation) =>
        await Sessions.SubmitAsync(emit, default, cancellation).ConfigureAwait(false);

    private EmitEvent ToEvent(EncodedPacket packet, BroadcastTarget target) => new(_owner.Name, target, PacketEnvelope.Seal(packet));

    private void Join(Socket socket, IReadOnlyList<string> rooms, bool mustBeTaken)
    {
        if (socket.Session is not { IsOver: false } session)
        {
            return;
        }
        var counted = session.Joining.Add(RoomsOf(socket), rooms);
        try
        {
            var submission = Sessions.Submit(new JoinOperation(session.KeyOf(socket), [.. rooms]), new SubmitOptions { MustBeTaken = mustBeTaken });
            if (counted.Count > 0)
            {
                // Whatever becomes of it.
                _sequencer.After(submission, () => session.Joining.Remove(counted));
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
        socket.Connected || (socket is { HasOpened: true, HasLeft: true } && socket.Session is { HasEnded: false });

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
            Sessions.Submit(new TargetOperation(_owner.Name, target, action) { Rooms = [.. rooms], Close = close });
        }
    }
}
