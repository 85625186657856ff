using System.Text.Json;
using System.Text.Json.Nodes;

namespace Client.Tests.Support;

/// <summary>How the official client may talk.</summary>
public enum TransportMode
{
    Polling,
    WebSocket,
    Upgrade,
}

/// <summary>Connects clients in a mode.</summary>
public static class TransportModes
{
    /// <summary>Connects a client; one that upgrades has done so.</summary>
    /// <param name="clients">The process that holds it.</param>
    /// <param name="mode">How it may talk.</param>
    /// <param name="url">The worker, with the namespace as its path.</param>
    /// <param name="options">More of the client's options.</param>
    /// <param name="track">Whether it keeps its <c>serverOffset</c>.</param>
    public static async Task<NodeSocket> ConnectAsync(this NodeClients clients, TransportMode mode, string url, object? options = null, bool track = false)
    {
        var client = await clients.ConnectAsync(url, mode.With(options), track);
        var expected = mode == TransportMode.Polling ? "polling" : "websocket";
        await Eventually.TrueAsync(async () => (await client.StateAsync()).Transport == expected, $"the transport {expected}");
        return client;
    }

    /// <summary>The client's options for a mode.</summary>
    public static JsonObject With(this TransportMode mode, object? more = null)
    {
        var options = more is null ? [] : JsonSerializer.SerializeToNode(more)!.AsObject();
        options["transports"] = mode switch
        {
            TransportMode.Polling => new JsonArray("polling"),
            TransportMode.WebSocket => new JsonArray("websocket"),
            _ => new JsonArray("polling", "websocket"),
        };
        return options;
    }
}
