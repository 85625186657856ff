using System.Globalization;
using System.Text.Json.Nodes;
using Chaos.Clients;
using Chaos.Protocol;
using Chaos.Record;

namespace Benchmarks.Recovery.Clients;

/// <summary>A client over WebSocket that comes back, to any of the ports, when its connection is lost.</summary>
internal sealed class LoadClient : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(20);

    private readonly IReadOnlyList<int> _ports;
    private readonly Action<ServerEvent> _onEvent;
    private readonly PendingAnswers _answers = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ReconnectDelay _delay = new();
    private readonly Lock _lock = new();
    private readonly List<Absence> _absences = [];
    private Task _running = Task.CompletedTask;
    private volatile SocketConnection? _live;
    private string? _pid;
    private string? _offset;

    private LoadClient(IReadOnlyList<int> ports, Action<ServerEvent> onEvent)
    {
        _ports = ports;
        _onEvent = onEvent;
    }

    public bool IsConnected => _live is not null;

    public IReadOnlyList<Absence> Absences
    {
        get
        {
            lock (_lock)
            {
                return [.. _absences];
            }
        }
    }

    /// <summary>Connects.</summary>
    /// <param name="ports">Where it may come back to.</param>
    /// <param name="first">Where it connects to first.</param>
    /// <param name="onEvent">Takes the events, one at a time.</param>
    public static async Task<LoadClient> ConnectAsync(IReadOnlyList<int> ports, int first, Action<ServerEvent>? onEvent = null)
    {
        var client = new LoadClient(ports, onEvent ?? (_ => { }));
        var (socket, _) = await client.OpenAsync(first).ConfigureAwait(false);
        client._live = socket;
        client._running = client.RunAsync(socket);
        return client;
    }

    /// <summary>Sends an event, given as a JSON array, and waits for the answer.</summary>
    /// <returns><see langword="null"/> if the connection was lost before.</returns>
    public async Task<Answer?> AskAsync(string @event)
    {
        var id = _answers.Add(out var answer);
        try
        {
            if (_live is not { } live)
            {
                return null;
            }
            await live.SendAsync(string.Create(CultureInfo.InvariantCulture, $"42{id}{@event}"), _stop.Token).ConfigureAwait(false);
            return await answer.ConfigureAwait(false);
        }
        catch (IOException)
        {
            return null;
        }
        finally
        {
            _answers.Forget(id);
        }
    }

    /// <summary>Sends an event, given as a JSON array, over a connection that must be there.</summary>
    public Task SendAsync(string @event) =>
        _live is { } live ? live.SendAsync("42" + @event, _stop.Token) : throw new IOException("not connected");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _live?.Dispose();
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync(SocketConnection? socket)
    {
        while (socket is not null)
        {
            try
            {
                await socket.RunAsync(Received, _answers.Complete, _stop.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // Comes back.
            }
            _live = null;
            socket.Dispose();
            _answers.Clear();
            socket = await ComeBackAsync(Clock.Now).ConfigureAwait(false);
        }
    }

    private async Task<SocketConnection?> ComeBackAsync(long lostAt)
    {
        _delay.Reset();
        for (var attempt = 1; ; attempt++)
        {
            await Task.Delay(_delay.Next(), _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stop.IsCancellationRequested)
            {
                return null;
            }
            try
            {
                var (socket, recovered) = await OpenAsync(_ports[Random.Shared.Next(_ports.Count)]).ConfigureAwait(false);
                _live = socket;
                lock (_lock)
                {
                    _absences.Add(new Absence(lostAt, Clock.Now, recovered, attempt));
                }
                return socket;
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // Tries again.
            }
        }
    }

    private async Task<(SocketConnection Socket, bool Recovered)> OpenAsync(int port)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(ConnectTimeout);
        var socket = await SocketConnection.OpenAsync(port, polling: false, _ => { }, limit.Token).ConfigureAwait(false);
        try
        {
            var auth = new JsonObject();
            if (_pid is not null)
            {
                auth["pid"] = _pid;
                if (_offset is not null)
                {
                    auth["offset"] = _offset;
                }
            }
            var answer = await socket.ConnectAsync(auth, limit.Token).ConfigureAwait(false);
            var recovered = answer.Pid is not null && answer.Pid == _pid;
            _pid = answer.Pid;
            return (socket, recovered);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Received(ServerEvent @event, bool wantsAnswer)
    {
        _onEvent(@event);
        if (_pid is not null && !wantsAnswer && @event.LastText is { } offset)
        {
            _offset = offset;
        }
    }
}
