using System.Security.Claims;
using EngineIO.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace EngineIO;

/// <summary>What the request that opened a session said; a copy that does not keep the request alive.</summary>
public sealed class EngineHandshake
{
    internal EngineHandshake(HttpContext context, DateTimeOffset issuedAt)
    {
        var request = context.Request;
        var headers = new Dictionary<string, string>(request.Headers.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in request.Headers)
        {
            headers[name] = string.Join(", ", values.ToArray());
        }
        var query = new Dictionary<string, string>(request.Query.Count, StringComparer.Ordinal);
        foreach (var (name, values) in request.Query)
        {
            query[name] = values.ToString();
        }
        Headers = headers;
        Query = query;
        Url = request.GetEncodedPathAndQuery();
        RemoteAddress = context.Connection.RemoteIpAddress?.ToString() ?? "";
        RemoteNetwork = ClientNetwork.Of(context.Connection.RemoteIpAddress);
        Secure = request.IsHttps;
        IssuedAt = issuedAt;
        CrossDomain = headers.ContainsKey("Origin");
        User = context.User;
    }

    /// <summary>What the client's scripts are told apart by if it polls by JSONP (protocol version 3), else null.</summary>
    internal string? Jsonp => Query.GetValueOrDefault("j");

    /// <summary>Whether the client takes no binary payloads and frames (protocol version 3).</summary>
    internal bool TakesOnlyText => Query.TryGetValue("b64", out var value) && value.Length > 0;

    /// <summary>The headers by name, ignoring case; several values of one header are joined by a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The decoded query parameters; several values of one name are joined by a comma.</summary>
    public IReadOnlyDictionary<string, string> Query { get; }

    /// <summary>The path and the query as requested.</summary>
    public string Url { get; }

    /// <summary>The address of the peer, or an empty string where the connection has none.</summary>
    public string RemoteAddress { get; }

    /// <summary>By what clients can be told apart that are not known otherwise: the public IPv4 address, or the network (/64) of the
    /// IPv6 address. <see langword="null"/> where the address is private: that of a proxy, or of a machine of one's own.</summary>
    public string? RemoteNetwork { get; }

    /// <summary>Whether the request came over TLS.</summary>
    public bool Secure { get; }

    /// <summary>When the session was opened.</summary>
    public DateTimeOffset IssuedAt { get; }

    /// <summary>Whether the request carried an Origin header.</summary>
    public bool CrossDomain { get; }

    /// <summary>The user that the application's authentication found.</summary>
    public ClaimsPrincipal User { get; }
}
