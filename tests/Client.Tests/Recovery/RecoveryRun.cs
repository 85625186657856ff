using Client.Tests.Recovery.Servers;
using Client.Tests.Support;
using Testing.Network;

namespace Client.Tests.Recovery;

/// <summary>
/// One case in one place: a client in a mode that talks to place 1 through a proxy, and a helper that publishes from
/// place 0.
/// </summary>
internal sealed class RecoveryRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan PollIsRead = TimeSpan.FromMilliseconds(300);

    private readonly NodeClients _clients = new();
    private readonly TransportMode _mode;
    private readonly List<string> _expected = [];
    private int _connects = 1;
    private int _barriers;

    private RecoveryRun(IRecoveryServer server, TransportMode mode, RecoverySettings settings)
    {
        Server = server;
        Settings = settings;
        _mode = mode;
        Proxy = new TcpProxy(server.Port(1));
    }

    public IRecoveryServer Server { get; }

    public RecoverySettings Settings { get; }

    public TcpProxy Proxy { get; }

    /// <summary>The client under test.</summary>
    public NodeSocket Client { get; private set; } = null!;

    /// <summary>Publishes, and asks about the client.</summary>
    public NodeSocket Helper { get; private set; } = null!;

    /// <summary>Where the client is from the beginning.</summary>
    public string Room { get; } = $"room {Guid.NewGuid():N}";

    /// <summary>The client's id, which it is to keep.</summary>
    public string Id { get; private set; } = "";

    public static async Task<RecoveryRun> StartAsync(IRecoveryServer server, TransportMode mode, RecoverySettings settings)
    {
        var run = new RecoveryRun(server, mode, settings);
        try
        {
            await run.ConnectAsync();
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Publishes to the client's room; it is to get this once, after what it was to get before.</summary>
    public async Task PublishAsync(string text)
    {
        await PublishToAsync(Room, text);
        _expected.Add(text);
    }

    /// <summary>Publishes to a room; whether the client is to get it is the caller's to say.</summary>
    public Task PublishToAsync(string room, string text) => Helper.AskWithinAsync(Patience, "publish", room, text);

    /// <summary>The client is to get this, too.</summary>
    public void Expect(string text) => _expected.Add(text);

    /// <summary>
    /// Closes the client's connections once it has everything, and keeps it away until <see cref="LetReturnAsync"/>; the
    /// server has noticed.
    /// </summary>
    public async Task LeaveAsync()
    {
        await WaitIdleAsync();
        Proxy.Refuses = true;
        Proxy.CutAll(CutKind.Close);
        await WaitGoneAsync();
    }

    /// <summary>Cuts the client off once it has everything; it will go to another address. The server has noticed.</summary>
    public async Task MoveAsync(string url)
    {
        await WaitIdleAsync();
        await Client.MoveAsync(url);
        // The client does not abort its poll.
        Proxy.CutAll(CutKind.Close);
        await WaitGoneAsync();
    }

    /// <summary>Lets the client back, and waits until it is connected.</summary>
    public Task<ClientState> LetReturnAsync()
    {
        Proxy.Refuses = false;
        return WaitReturnedAsync();
    }

    /// <summary>The client comes back, recovered, and has everything.</summary>
    public async Task ReturnRecoveredAsync()
    {
        await LetReturnAsync();
        await AssertRecoveredAsync();
    }

    /// <summary>Waits until the client has connected once more than before.</summary>
    public Task<ClientState> WaitReturnedAsync() => Client.WaitConnectedAsync(++_connects, Patience);

    /// <summary>The present connection of the client is a recovered one, with id, note and room, and nothing is missing.</summary>
    public async Task AssertRecoveredAsync()
    {
        var state = await Client.StateAsync();
        if (state.Recovered != true)
        {
            throw new RecoveryFailure("not recovered: a new session");
        }
        if (state.Id != Id)
        {
            throw new RecoveryFailure("recovered with another id");
        }
        var server = (await Client.AskAsync("describe"))[0];
        if (!server.GetProperty("recovered").GetBoolean())
        {
            throw new RecoveryFailure("the server does not know that it is recovered");
        }
        if (!server.GetProperty("rooms").EnumerateArray().Any(room => room.GetString() == Room))
        {
            throw new RecoveryFailure("recovered without its room");
        }
        if (server.GetProperty("note").GetString() != Id)
        {
            throw new RecoveryFailure("recovered without its data");
        }
        await AssertCompleteAsync();
    }

    /// <summary>The client has got everything that it is to get, once, in order, and nothing else.</summary>
    public async Task AssertCompleteAsync()
    {
        // A live event: whatever came twice or too late has come before it.
        var barrier = $"live {++_barriers}";
        await PublishAsync(barrier);
        string[] texts = [];
        try
        {
            await Eventually.TrueAsync(async () => (texts = await TextsAsync()).Contains(barrier), "the live event", TimeSpan.FromSeconds(5));
        }
        catch (TimeoutException exception)
        {
            throw new RecoveryFailure("no live events after it", exception);
        }
        if (EventComparison.Describe(_expected, texts) is { } difference)
        {
            throw new RecoveryFailure(difference);
        }
    }

    /// <summary>The texts that the client got so far.</summary>
    public async Task<string[]> TextsAsync() => [.. (await Client.ReceivedAsync("said")).Select(said => said.Args[0].GetString()!)];

    /// <summary>Connects one more client, through the proxy.</summary>
    public Task<NodeSocket> ConnectAnotherAsync(object options) => _clients.ConnectAsync(Proxy.Url, _mode.With(options));

    public async ValueTask DisposeAsync()
    {
        await _clients.DisposeAsync();
        await Proxy.DisposeAsync();
    }

    /// <summary>Waits until it has what it is to get, and, over polling, until its next poll has reached the server.</summary>
    private async Task WaitIdleAsync()
    {
        await Eventually.TrueAsync(async () => _expected.Except(await TextsAsync()).Any() is false, "the arrival of what was published");
        if (_mode == TransportMode.Polling)
        {
            // A server that gets a request and its connection's end at once may never look at the request.
            await Eventually.TrueAsync(() => Proxy.Connections.Any(connection => connection.PollsSince > PollIsRead), "the next poll");
        }
    }

    private async Task WaitGoneAsync()
    {
        await Client.WaitDisconnectsAsync(_connects);
        await Eventually.TrueAsync(async () => (await Helper.AskAsync("count", Id))[0].GetInt64() == 0, "the server's notice of the drop");
    }

    private async Task ConnectAsync()
    {
        var hasty = new { reconnectionDelay = 50, reconnectionDelayMax = 250 };
        Helper = await _clients.ConnectAsync(Server.Url(0), TransportMode.WebSocket.With(hasty));
        Client = await _clients.ConnectAsync(Proxy.Url, _mode.With(hasty));
        Id = (await Client.StateAsync()).Id!;
        await Client.AskAsync("enter", Room);
        await Client.AskAsync("note", Id);
    }
}
