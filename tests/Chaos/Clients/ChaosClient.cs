using System.Globalization;
using System.Text.Json;
using Chaos.Protocol;
using Chaos.Record;

namespace Chaos.Clients;

/// <summary>
/// A client: connects to any worker, comes back whenever the connection is lost, sends, and keeps to the rooms it is told.
/// </summary>
internal sealed class ChaosClient : IAsyncDisposable
{
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(60);
    // Longer than a queue of a slow cluster: what is sent again goes to its end.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan BeforeCut = TimeSpan.FromMilliseconds(200);

    private readonly ClientPlace _place;
    private readonly Recorder _recorder;
    private readonly Random _random;
    private readonly ClientSession _session;
    private readonly PresenceBook _presence;
    private readonly PastReader _past;
    private readonly PrivateReader? _private;
    private readonly PendingAnswers _answers = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<LiveConnection> _abandoned = [];
    private readonly Task _running;
    private volatile LiveConnection? _live;
    private volatile string _failure = "none";
    private long _lastHeard;
    private long _awayUntil;

    public ChaosClient(int index, ClientPlace place, Recorder recorder, int seed)
    {
        _place = place;
        _recorder = recorder;
        _random = new Random(unchecked(seed * 7919 + index));
        Record = new ClientRecord(index, place.Person?.Id);
        _presence = new PresenceBook(after => _ = TellAsync("who", [after]));
        _past = new PastReader(this, recorder, Record);
        Inquirer = new Inquirer(this, _past, recorder, Record);
        _private = place.Person is null ? null : new PrivateReader(this, _past, recorder, Record);
        Name = place.Person is null ? null : new NameKeeper(this, place.Person, recorder);
        _session = new ClientSession(Record, recorder, place, _presence, _private, Name);
        Outbox = new Outbox(this, recorder);
        Speaker = new Speaker(this, recorder);
        Rooms = new RoomKeeper(this, _session, RoomDialect.Broadcast);
        PublicRooms = new RoomKeeper(this, _session, RoomDialect.Public);
        _running = RunAsync();
    }

    /// <summary>To be read when the client has ended.</summary>
    public ClientRecord Record { get; }

    public Outbox Outbox { get; }

    public Speaker Speaker { get; }

    public Person? Person => _place.Person;

    /// <summary>Rooms of broadcasts.</summary>
    public RoomKeeper Rooms { get; }

    /// <summary>Public rooms of the chat.</summary>
    public RoomKeeper PublicRooms { get; }

    /// <summary>Keeps the name of its person; of nobody there is none.</summary>
    public NameKeeper? Name { get; }

    /// <summary>Asks for messages; for who is a person.</summary>
    public Inquirer Inquirer { get; }

    /// <summary>Whether it has shown all private messages that it knows of.</summary>
    public bool HasPrivateMessages => _private?.IsSettled ?? true;

    public bool IsConnected => _live is not null;

    /// <summary>The last chat message that it was shown.</summary>
    public long ServerOffset => _session.ServerOffset;

    /// <summary>Sends an event and waits for the answer.</summary>
    /// <param name="event">The event.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="sending">Is called just before it leaves.</param>
    /// <param name="inTurn">Is called with the answer before what comes behind it.</param>
    /// <returns><see langword="null"/> if there is no connection, or it did not bring one.</returns>
    public async Task<Answer?> AskAsync(string @event, IReadOnlyList<object?> arguments, Action<ConnectionRecord> sending, Action<Answer>? inTurn = null)
    {
        if (_live is not { } live)
        {
            return null;
        }
        var id = _answers.Add(out var answer, inTurn);
        var json = JsonSerializer.Serialize(arguments.Prepend(@event));
        try
        {
            await live.SendAsync(string.Create(CultureInfo.InvariantCulture, $"42{id}{json}"), sending).ConfigureAwait(false);
            return await answer.WaitAsync(AnswerTimeout, live.Abandoned).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            _failure = $"{@event} {Clock.Text(Clock.Now)}: {exception.Message}";
            return null;
        }
        finally
        {
            _answers.Forget(id);
        }
    }

    /// <summary>Sends an event that need not arrive.</summary>
    /// <param name="event">The event.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="sending">Is called just before it leaves.</param>
    public Task TellAsync(string @event, IReadOnlyList<object?> arguments, Action? sending = null) =>
        _live?.TellAsync($"42{JsonSerializer.Serialize(arguments.Prepend(@event))}", sending) ?? Task.CompletedTask;

    /// <summary>Leaves the connection open, unread, and makes another.</summary>
    public void ChangeNetwork() => _live?.Abandon("changed its network");

    /// <summary>Who is there, as it was told.</summary>
    public PresenceView View() => _presence.View(Record.Index, _live?.Record.Person, _place.Person?.Name, IsConnected);

    /// <summary>Ends the session on purpose, and begins a new one.</summary>
    /// <param name="away">Not before so long.</param>
    public async Task LeaveAsync(TimeSpan away = default)
    {
        Interlocked.Exchange(ref _awayUntil, Clock.Now + Clock.Of(away));
        if (_live is { } live)
        {
            live.Record.LeftAt = Clock.Now;
            try
            {
                await live.Socket.SendAsync("41", live.Abandoned).ConfigureAwait(false);
                // A connection that is cut at once may take the good-bye with it.
                await Task.Delay(BeforeCut, live.Abandoned).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // Lost anyhow.
            }
            live.Abort("left");
        }
    }

    /// <summary>Loses the connection, and does not come back for so long.</summary>
    public void StayAway(TimeSpan time)
    {
        Interlocked.Exchange(ref _awayUntil, Clock.Now + Clock.Of(time));
        _live?.Abort("dropped by the client");
    }

    /// <summary>Gives up a connection over which nothing has come for too long; to be called every now and then.</summary>
    public void CheckSilence()
    {
        if (_live is { } live && Clock.Span(Clock.Now - Interlocked.Read(ref _lastHeard)) > live.Socket.Patience)
        {
            live.Abort("ping timeout");
        }
    }

    public override string ToString() =>
        $"client {Record.Index}{(_place.Polling ? " (polling)" : "")}, {(_live is { } live ? $"connected: {live.Record}" : "not connected")}, "
        + $"heard {Clock.Text(Interlocked.Read(ref _lastHeard))}, chat up to {ServerOffset}, {Outbox.Count} messages to send, last failure: {_failure}, "
        + $"rooms: {Rooms}, public rooms: {PublicRooms}{(HasPrivateMessages ? "" : ", private messages missing")}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Outbox.DisposeAsync().ConfigureAwait(false);
        await Rooms.DisposeAsync().ConfigureAwait(false);
        await PublicRooms.DisposeAsync().ConfigureAwait(false);
        if (_private is not null && Name is not null)
        {
            await _private.DisposeAsync().ConfigureAwait(false);
            await Name.DisposeAsync().ConfigureAwait(false);
        }
        if (!_running.IsCompletedSuccessfully)
        {
            _recorder.Oddities.Enqueue($"client {Record.Index} stood still: {(object?)_running.Exception ?? "cancelled"}");
        }
        if ((Outbox.Failure ?? Rooms.Failure ?? PublicRooms.Failure ?? _private?.Failure ?? Name?.Failure) is { } failure)
        {
            _recorder.Oddities.Enqueue($"client {Record.Index} sent no more: {failure}");
        }
        foreach (var connection in _abandoned)
        {
            connection.Dispose();
        }
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var backOff = new BackOff(_random);
        while (!_stop.IsCancellationRequested)
        {
            if (await TryConnectAsync().ConfigureAwait(false) is { } live)
            {
                backOff.Reset();
                await LiveAsync(live).ConfigureAwait(false);
            }
            var away = Clock.Span(Math.Max(0, Interlocked.Read(ref _awayUntil) - Clock.Now));
            var wait = backOff.Next();
            await Task.Delay(away > wait ? away : wait, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<LiveConnection?> TryConnectAsync()
    {
        var worker = _random.Next(_place.Ports.Count);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(OpenTimeout);
        SocketConnection? socket = null;
        try
        {
            socket = await SocketConnection.OpenAsync(_place.Ports[worker], _place.Polling, Heard, limit.Token).ConfigureAwait(false);
            limit.CancelAfter(ConnectTimeout);
            var askedAt = Clock.Now;
            var rooms = PublicRooms.Kept;
            var answer = await socket.ConnectAsync(_session.Auth(rooms), limit.Token).ConfigureAwait(false);
            return new LiveConnection(socket, _session.Connected(answer, worker, askedAt, rooms));
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            socket?.Dispose();
            if (!_stop.IsCancellationRequested)
            {
                var reason = exception is IOException ? exception.Message : socket is null ? "no answer to the transport" : "no answer to CONNECT";
                _recorder.FailedAttempts.AddOrUpdate(reason, 1, (_, count) => count + 1);
            }
            return null;
        }
    }

    private async Task LiveAsync(LiveConnection live)
    {
        _live = live;
        // Also when the end has come since it was connected.
        using var end = _stop.Token.Register(() => live.Abort("the end of the run"));
        Rooms.Connected(live.Record);
        PublicRooms.Connected(live.Record);
        _private?.Connected();
        Name?.Connected();
        Outbox.Connected();
        string because;
        try
        {
            await live.Socket.RunAsync((@event, wantsAnswer) => _session.Received(@event, wantsAnswer, live.Record), _answers.Complete, live.Abandoned)
                .ConfigureAwait(false);
            because = "";
        }
        catch (IOException exception)
        {
            because = exception.Message;
        }
        catch (OperationCanceledException)
        {
            because = "";
        }
        catch (Exception exception)
        {
            because = exception.Message;
            _recorder.Oddities.Enqueue($"client {Record.Index} failed by itself: {exception}");
        }
        _live = null;
        live.Record.LastHeardAt = Interlocked.Read(ref _lastHeard);
        _session.Lost(live.Record, live.EndedBecause ?? because);
        _answers.Clear();
        if (live.Abandoned.IsCancellationRequested)
        {
            _abandoned.Add(live);
        }
        else
        {
            live.Dispose();
        }
    }

    private void Heard(ReadOnlyMemory<byte> packet)
    {
        Interlocked.Exchange(ref _lastHeard, Clock.Now);
        _session.Saw(packet.Span);
    }
}
