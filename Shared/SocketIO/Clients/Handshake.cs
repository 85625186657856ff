using System.Security.Claims;
using System.Text.Json;
using EngineIO;

namespace SocketIO;

/// <summary>What is known of a client since it connected to a namespace.</summary>
public sealed class Handshake
{
    private readonly EngineHandshake _engine;

    internal Handshake(EngineHandshake engine, JsonElement auth, DateTimeOffset time)
    {
        _engine = engine;
        Auth = auth;
        Time = time;
    }

    /// <summary>The headers of the first HTTP request; names compare without case.</summary>
    public IReadOnlyDictionary<string, string> Headers => _engine.Headers;

    /// <summary>The query of the first HTTP request, decoded.</summary>
    public IReadOnlyDictionary<string, string> Query => _engine.Query;

    /// <summary>Path and query of the first HTTP request.</summary>
    public string Url => _engine.Url;

    /// <summary>The address of the client, or of the last proxy before us.</summary>
    public string Address => _engine.RemoteAddress;

    /// <summary>Whether the connection is encrypted.</summary>
    public bool Secure => _engine.Secure;

    /// <summary>Whether the first request named an origin.</summary>
    public bool CrossDomain => _engine.CrossDomain;

    /// <summary>Who the framework's authentication says the client is.</summary>
    public ClaimsPrincipal User => _engine.User;

    /// <summary>Whose the client is, as far as that can be known without asking the application: the user's name, else the public
    /// network; <see langword="null"/> if there is neither. Two different ones never have the same text.</summary>
    internal string? Origin => User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } ? "user " + name
        : _engine.RemoteNetwork is { } network ? "network " + network
        : null;

    /// <summary>When the client connected to the namespace.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>
    /// The payload of the client's CONNECT packet (its <c>auth</c> option): always an object, maybe an empty one. A client
    /// of Socket.IO v2 has no such option; of it this is the query behind the name of a namespace.
    /// </summary>
    public JsonElement Auth { get; }
}
