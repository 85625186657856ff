using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using SocketIO.Sequencing;

namespace SocketIO;

/// <summary>A socket, maybe on another worker: what was known of it when it was asked for, and what can be done with it.</summary>
public sealed class RemoteSocket : IEventEmitter
{
    private readonly BroadcastOperator _operator;

    /// <summary>For adapters: describes a socket.</summary>
    public RemoteSocket(Namespace owner, string id, IReadOnlyList<string> rooms, RemoteHandshake handshake, RemoteSocketData data)
    {
        _operator = new BroadcastOperator(owner, new BroadcastTarget([id], []), default);
        Id = id;
        Rooms = rooms;
        Handshake = handshake;
        Data = data;
    }

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>The rooms it is in, its own included.</summary>
    public IReadOnlyList<string> Rooms { get; }

    /// <summary>What its client said when it connected.</summary>
    public RemoteHandshake Handshake { get; }

    /// <summary>Its values of the application's own, as far as they can be written as an event's argument.</summary>
    public RemoteSocketData Data { get; }

    /// <inheritdoc cref="Socket.Emit"/>
    public void Emit(string eventName, ArgumentList arguments) => _operator.Emit(eventName, arguments);

    /// <inheritdoc cref="BroadcastOperator.EmitAsync"/>
    public Task EmitAsync(string eventName, ArgumentList arguments) => _operator.EmitAsync(eventName, arguments);

    /// <summary>Enters rooms.</summary>
    public void Join(params string[] rooms) => _operator.SocketsJoin(rooms);

    /// <summary>Leaves rooms.</summary>
    public void Leave(params string[] rooms) => _operator.SocketsLeave(rooms);

    /// <inheritdoc cref="Socket.Disconnect"/>
    public void Disconnect(bool close = false) => _operator.DisconnectSockets(close);

    /// <summary>Emits whose acknowledgement must come in time.</summary>
    public RemoteSocketOperator Timeout(TimeSpan timeout) => new(_operator.Timeout(timeout));
}

/// <summary>What a client, maybe of another worker, said when it connected.</summary>
/// <param name="Headers">The headers of the first HTTP request; names compare without case.</param>
/// <param name="Query">The query of the first HTTP request, decoded.</param>
/// <param name="Url">Path and query of the first HTTP request.</param>
/// <param name="Address">The address of the client, or of the last proxy before us.</param>
/// <param name="Secure">Whether the connection is encrypted.</param>
/// <param name="CrossDomain">Whether the first request named an origin.</param>
/// <param name="Time">When the client connected to the namespace.</param>
/// <param name="Auth">The payload of its CONNECT packet: always an object.</param>
public sealed record RemoteHandshake(
    IReadOnlyDictionary<string, string> Headers,
    IReadOnlyDictionary<string, string> Query,
    string Url,
    string Address,
    bool Secure,
    bool CrossDomain,
    DateTimeOffset Time,
    JsonElement Auth);

/// <summary>A copy of a socket's values, as arguments of an event are.</summary>
public sealed class RemoteSocketData
{
    private readonly IReadOnlyDictionary<string, EventArgument> _values;

    /// <summary>For adapters: wraps the values.</summary>
    public RemoteSocketData(IReadOnlyDictionary<string, EventArgument> values) => _values = values;

    /// <summary>No values.</summary>
    public static RemoteSocketData Empty { get; } = new(new Dictionary<string, EventArgument>());

    /// <summary>The values as they are, to be passed on.</summary>
    public IReadOnlyDictionary<string, EventArgument> Values => _values;

    /// <summary>The value under <paramref name="key"/> if it is there and of that type.</summary>
    public bool TryGet<T>(string key, [NotNullWhen(true)] out T? value)
    {
        value = default;
        return _values.TryGetValue(key, out var argument) && argument.TryGet(out value);
    }

    /// <summary>The value under <paramref name="key"/> if it has that type, else <see langword="default"/>.</summary>
    public T? Get<T>(string key) => TryGet<T>(key, out var value) ? value : default;
}
