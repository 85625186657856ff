using System.Text.Json;
using Client.Tests.Support;

namespace Interop.Tests.Clients;

/// <summary>Asks a program, or a page, for an operation.</summary>
public delegate Task<JsonElement> Caller(string operation, object request);

/// <summary>A client in another program that serves what <c>node/socket-operations.mjs</c> lists.</summary>
public sealed class LineClient : IInteropClient
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private static int _last;

    private readonly Caller _caller;
    private readonly string _name = $"interop{Interlocked.Increment(ref _last)}";
    private readonly Dictionary<string, int> _forgotten = [];

    private LineClient(Caller caller) => _caller = caller;

    /// <summary>Makes a client without waiting.</summary>
    public static async Task<LineClient> OpenAsync(Caller caller, string url, object options, string flavour = "current")
    {
        var client = new LineClient(caller);
        await caller("open", new { socket = client._name, url, options, flavour });
        return client;
    }

    /// <summary>Makes a client and waits until it is connected.</summary>
    public static async Task<LineClient> ConnectAsync(Caller caller, string url, object options, string flavour = "current")
    {
        var client = await OpenAsync(caller, url, options, flavour);
        await client.WaitStateAsync(new { connected = true });
        return client;
    }

    /// <summary>What it is like.</summary>
    public async Task<LineState> StateAsync() => Read<LineState>(await CallAsync("state", new { }));

    /// <summary>Waits for a state, by the conditions of the operation <c>waitState</c>.</summary>
    public async Task<LineState> WaitStateAsync(object conditions) => Read<LineState>(await CallAsync("waitState", conditions));

    public async Task<string?> TransportAsync() => (await StateAsync()).Transport;

    public Task EmitAsync(string eventName, params object?[] arguments) => CallAsync("emit", new { @event = eventName, args = arguments });

    public async Task<string> AskAsync(string eventName, params object?[] arguments) =>
        Values.Json(await CallAsync("emit", new { @event = eventName, args = arguments, ack = true }));

    public Task RespondAsync(string eventName, params object?[] arguments) => CallAsync("respond", new { @event = eventName, with = arguments });

    public async Task ForgetAsync()
    {
        _forgotten.Clear();
        foreach (var group in Read<List<ReceivedEvent>>(await CallAsync("received", new { })).GroupBy(received => received.Event))
        {
            _forgotten[group.Key] = group.Count();
        }
    }

    public async Task<string[]> WaitAsync(string eventName, int count = 1)
    {
        var before = _forgotten.GetValueOrDefault(eventName);
        var events = Read<List<ReceivedEvent>>(await CallAsync("wait", new { @event = eventName, count = before + count }));
        return events.Skip(before).Arguments();
    }

    /// <summary>Disconnects with a word to the server; it stays known.</summary>
    public Task DisconnectAsync() => CallAsync("disconnect", new { });

    public async ValueTask DisposeAsync() => await CallAsync("close", new { });

    private Task<JsonElement> CallAsync(string operation, object request)
    {
        var named = JsonSerializer.SerializeToNode(request)!.AsObject();
        named["socket"] = _name;
        return _caller(operation, named);
    }

    private static T Read<T>(JsonElement element) => element.Deserialize<T>(Web)!;
}

/// <summary>What a client in another program is like.</summary>
public sealed record LineState(bool Connected, string? Id, string? Transport, IReadOnlyList<string> Disconnects, IReadOnlyList<ReceivedError> ConnectErrors);
