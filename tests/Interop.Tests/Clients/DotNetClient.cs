using System.Collections.Concurrent;
using System.Text.Json;
using Client.Tests.Support;
using SocketIOClient;
using SocketIOClient.Transport;

namespace Interop.Tests.Clients;

/// <summary>A client of NuGet's SocketIOClient.</summary>
public sealed class DotNetClient : IInteropClient
{
    private readonly SocketIOClient.SocketIO _client;
    private readonly ConcurrentQueue<(string Event, string Arguments)> _received = new();
    private readonly ConcurrentDictionary<string, object?[]> _responses = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _disconnects = new();
    private readonly TaskCompletionSource<string> _error = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DotNetClient(string url, TransportMode mode, object? auth)
    {
        _client = new SocketIOClient.SocketIO(url, new SocketIOOptions
        {
            Transport = mode == TransportMode.WebSocket ? TransportProtocol.WebSocket : TransportProtocol.Polling,
            // This client's upgrade: it asks by polling whether there is a WebSocket, and opens another session there.
            AutoUpgrade = mode == TransportMode.Upgrade,
            Reconnection = false,
            Auth = auth,
        });
        // Its OnAny does not see events with bytes.
        foreach (var name in new[] { "echo", "question", "room", "server", "you", "online", "presence", "chat message", "chat edited", "typing" })
        {
            _client.On(name, response => Record(name, response));
        }
        _client.OnDisconnected += (_, reason) => _disconnects.Enqueue(reason);
        _client.OnError += (_, error) => _error.TrySetResult(error);
    }

    /// <summary>The reasons of its disconnects so far.</summary>
    public IReadOnlyCollection<string> Disconnects => _disconnects;

    /// <summary>Why the server refused it.</summary>
    public Task<string> Error => _error.Task.Within();

    public static async Task<DotNetClient> ConnectAsync(string url, TransportMode mode, object? auth = null)
    {
        var client = Start(url, mode, auth, out var connecting);
        await connecting.Within();
        await Eventually.TrueAsync(() => client._client.Connected, "the connection");
        return client;
    }

    /// <summary>Connects a client that may not get in.</summary>
    public static DotNetClient Start(string url, TransportMode mode, object? auth, out Task connecting)
    {
        var client = new DotNetClient(url, mode, auth);
        connecting = client._client.ConnectAsync();
        return client;
    }

    // The server says it: the client knows only what it was told to use.
    public async Task<string?> TransportAsync() => JsonElement.Parse(await AskAsync("transport"))[0].GetString();

    public Task EmitAsync(string eventName, params object?[] arguments) => _client.EmitAsync(eventName, Decode(arguments)).Within();

    public async Task<string> AskAsync(string eventName, params object?[] arguments)
    {
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _client.EmitAsync(eventName, response => answer.TrySetResult(Encode(response)), Decode(arguments)).Within();
        return await answer.Task.Within();
    }

    public Task RespondAsync(string eventName, params object?[] arguments)
    {
        _responses[eventName] = Decode(arguments);
        return Task.CompletedTask;
    }

    public Task ForgetAsync()
    {
        _received.Clear();
        return Task.CompletedTask;
    }

    public async Task<string[]> WaitAsync(string eventName, int count = 1)
    {
        await Eventually.TrueAsync(() => Received(eventName).Length >= count, $"{count} events {eventName}");
        return Received(eventName);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisconnectAsync().Within();
        _client.Dispose();
    }

    private string[] Received(string eventName) =>
        [.. _received.Where(received => received.Event == eventName).Select(received => received.Arguments)];

    private void Record(string eventName, SocketIOResponse response)
    {
        _received.Enqueue((eventName, Encode(response)));
        if (_responses.TryGetValue(eventName, out var answer))
        {
            _ = response.CallbackAsync(answer);
        }
    }

    /// <summary>Puts real bytes into values.</summary>
    private static object?[] Decode(object?[] values) =>
        [.. JsonSerializer.SerializeToElement(values).EnumerateArray().Select(Decode)];

    private static object? Decode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Select(Decode).ToArray(),
        JsonValueKind.Object when value.TryGetProperty("$binary", out var bytes) => bytes.GetBytesFromBase64(),
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(member => member.Name, member => Decode(member.Value)),
        _ => value,
    };

    private static string Encode(SocketIOResponse response) =>
        Values.Json(Enumerable.Range(0, response.Count).Select(i => Encode(response.GetValue(i), response.InComingBytes)));

    private static object? Encode(JsonElement value, List<byte[]> attachments) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Select(item => Encode(item, attachments)).ToArray(),
        JsonValueKind.Object when value.TryGetProperty("_placeholder", out _) => Values.Bytes(attachments[value.GetProperty("num").GetInt32()]),
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(member => member.Name, member => Encode(member.Value, attachments)),
        _ => value,
    };
}
