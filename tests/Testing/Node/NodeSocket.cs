using System.Text.Json;

namespace Testing.Node;

/// <summary>An event that a client received.</summary>
public sealed record ReceivedEvent(string Event, IReadOnlyList<JsonElement> Args);

/// <summary>An error with which the server refused a client.</summary>
public sealed record ReceivedError(string Message, JsonElement Data);

/// <summary>What a client is like.</summary>
public sealed record ClientState(
    bool Connected,
    bool Active,
    string? Id,
    bool? Recovered,
    string? Transport,
    int Connects,
    IReadOnlyList<string> Disconnects,
    IReadOnlyList<ReceivedError> ConnectErrors,
    JsonElement Auth);

/// <summary>One official client in a Node.js process.</summary>
public sealed class NodeSocket
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly LineProgram _program;

    internal NodeSocket(LineProgram program, string name)
    {
        _program = program;
        Name = name;
    }

    /// <summary>Its name in the process.</summary>
    public string Name { get; }

    /// <summary>Emits an event without an acknowledgement.</summary>
    public Task EmitAsync(string @event, params object?[] args) =>
        _program.CallAsync("emit", new { socket = Name, @event, args });

    /// <summary>Emits a volatile event.</summary>
    public Task EmitVolatileAsync(string @event, params object?[] args) =>
        _program.CallAsync("emit", new { socket = Name, @event, args, @volatile = true });

    /// <summary>Emits an event and waits for the acknowledgement.</summary>
    /// <returns>Its arguments.</returns>
    public Task<IReadOnlyList<JsonElement>> AskAsync(string @event, params object?[] args) => AskAsync(null, @event, args);

    /// <summary>Emits an event; the acknowledgement must come in time.</summary>
    /// <exception cref="LineProgramException">The client gave up.</exception>
    public async Task<IReadOnlyList<JsonElement>> AskWithinAsync(TimeSpan timeout, string @event, params object?[] args) =>
        await AskAsync(timeout, @event, args).ConfigureAwait(false);

    /// <summary>Emits an event that the client itself sends again until it is acknowledged (its option <c>retries</c>).</summary>
    /// <param name="limit">A bound for all the tries together.</param>
    /// <param name="event">The event.</param>
    /// <param name="args">Its arguments.</param>
    public async Task<IReadOnlyList<JsonElement>> AskWithRetriesAsync(TimeSpan limit, string @event, params object?[] args)
    {
        // The client's own time-out counts for each try; this call's is only longer than all of them.
        var call = _program.CallAsync("emit", new { socket = Name, @event, args, ack = true }, limit: limit);
        return Read<IReadOnlyList<JsonElement>>(await call.ConfigureAwait(false));
    }

    /// <summary>What it received so far of one event, or of all.</summary>
    public async Task<IReadOnlyList<ReceivedEvent>> ReceivedAsync(string? @event = null) =>
        Read<IReadOnlyList<ReceivedEvent>>(await _program.CallAsync("received", new { socket = Name, @event }).ConfigureAwait(false));

    /// <summary>Waits until it has received so many events since its beginning.</summary>
    public async Task<IReadOnlyList<ReceivedEvent>> WaitAsync(string @event, int count = 1, TimeSpan? timeout = null) =>
        Read<IReadOnlyList<ReceivedEvent>>(await _program.CallAsync("wait", new { socket = Name, @event, count }, timeout).ConfigureAwait(false));

    /// <summary>What it is like now.</summary>
    public async Task<ClientState> StateAsync() =>
        Read<ClientState>(await _program.CallAsync("state", new { socket = Name }).ConfigureAwait(false));

    /// <summary>Waits until it is connected, for the <paramref name="connects"/>th time or later.</summary>
    public Task<ClientState> WaitConnectedAsync(int connects = 1, TimeSpan? timeout = null) =>
        WaitStateAsync(new { socket = Name, connected = true, connects }, timeout);

    /// <summary>Waits until it has been disconnected so often.</summary>
    public Task<ClientState> WaitDisconnectsAsync(int disconnects = 1, TimeSpan? timeout = null) =>
        WaitStateAsync(new { socket = Name, disconnects }, timeout);

    /// <summary>Waits until it has been refused so often.</summary>
    public Task<ClientState> WaitConnectErrorsAsync(int connectErrors = 1, TimeSpan? timeout = null) =>
        WaitStateAsync(new { socket = Name, connectErrors }, timeout);

    /// <summary>From now on acknowledges an event of the server.</summary>
    public Task RespondAsync(string @event, params object?[] with) =>
        _program.CallAsync("respond", new { socket = Name, @event, with });

    /// <summary>Replaces what it says of itself at the next connection.</summary>
    public Task SetAuthAsync(object auth) => _program.CallAsync("auth", new { socket = Name, auth });

    /// <summary>Connects again after a disconnect.</summary>
    public Task ConnectAsync() => _program.CallAsync("connect", new { socket = Name });

    /// <summary>Disconnects with a word to the server.</summary>
    public Task DisconnectAsync() => _program.CallAsync("disconnect", new { socket = Name });

    /// <summary>Cuts its connection off.</summary>
    public Task CutTransportAsync() => _program.CallAsync("cutTransport", new { socket = Name });

    /// <summary>Cuts its connection off; the next one goes to another address.</summary>
    public Task MoveAsync(string url) => _program.CallAsync("move", new { socket = Name, url });

    /// <summary>Disconnects and forgets it.</summary>
    public Task CloseAsync() => _program.CallAsync("close", new { socket = Name });

    private async Task<IReadOnlyList<JsonElement>> AskAsync(TimeSpan? timeout, string @event, object?[] args)
    {
        var answer = await _program.CallAsync("emit", new { socket = Name, @event, args, ack = true }, timeout).ConfigureAwait(false);
        return Read<IReadOnlyList<JsonElement>>(answer);
    }

    private async Task<ClientState> WaitStateAsync(object request, TimeSpan? timeout) =>
        Read<ClientState>(await _program.CallAsync("waitState", request, timeout).ConfigureAwait(false));

    private static T Read<T>(JsonElement element) => element.Deserialize<T>(Web)!;
}
