using System.Buffers;
using EngineIO.Diagnostics;
using EngineIO.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace EngineIO.Http;

/// <summary>
/// The subprotocols that a WebSocket client offers. A browser that has offered some takes no WebSocket whose answer names
/// none of them.
/// </summary>
internal static class Subprotocols
{
    // RFC 9110, section 5.6.2.
    private static readonly SearchValues<char> Token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Names one in the answer: the first, or the application's choice.</summary>
    public static void Answer(EngineRuntime runtime, HttpContext context)
    {
        var lines = context.Request.Headers.SecWebSocketProtocol;
        if (lines.Count == 0)
        {
            return;
        }
        var offered = Offered(lines);
        if (offered.Count > 0 && Select(runtime, context, offered) is { } selected)
        {
            context.Response.Headers[HeaderNames.SecWebSocketProtocol] = selected;
        }
    }

    private static List<string> Offered(StringValues lines)
    {
        var offered = new List<string>();
        foreach (var line in lines)
        {
            foreach (var name in (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (!name.AsSpan().ContainsAnyExcept(Token))
                {
                    offered.Add(name);
                }
            }
        }
        return offered;
    }

    private static string? Select(EngineRuntime runtime, HttpContext context, List<string> offered)
    {
        if (runtime.Options.SelectSubprotocol is not { } select)
        {
            return offered[0];
        }
        string? selected;
        try
        {
            selected = select(context, offered.AsReadOnly());
        }
        catch (Exception exception)
        {
            Log.HookFailed(runtime.Logger, exception);
            return null;
        }
        if (selected is null || offered.Contains(selected, StringComparer.Ordinal))
        {
            return selected;
        }
        Log.SubprotocolNotOffered(runtime.Logger, selected);
        return null;
    }
}
