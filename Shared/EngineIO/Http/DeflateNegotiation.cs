using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace EngineIO.Http;

/// <summary>
/// The answer to a client's offer of permessage-deflate (RFC 7692). Neither side keeps a window from one message to the
/// next: a connection then holds no compressor, and a compressed frame can be shared between receivers.
/// </summary>
internal static class DeflateNegotiation
{
    private const string Extension = "permessage-deflate";
    private const string ServerNoTakeover = "server_no_context_takeover";
    private const string ClientNoTakeover = "client_no_context_takeover";
    private const string ServerBits = "server_max_window_bits";
    private const string ClientBits = "client_max_window_bits";
    private const string OurBits = "15";

    /// <summary>Accepts the first offer that can be met; false if there is none.</summary>
    public static bool TryAccept(HttpContext context)
    {
        foreach (var line in context.Request.Headers[HeaderNames.SecWebSocketExtensions])
        {
            foreach (var offer in (line ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                if (CanMeet(offer.Split(';', StringSplitOptions.TrimEntries)))
                {
                    context.Response.Headers[HeaderNames.SecWebSocketExtensions] =
                        $"{Extension}; {ServerNoTakeover}; {ClientNoTakeover}";
                    return true;
                }
            }
        }
        return false;
    }

    private static bool CanMeet(string[] offer)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (!offer[0].Equals(Extension, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        foreach (var parameter in offer.AsSpan(1))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var name = (equals < 0 ? parameter : parameter[..equals]).TrimEnd();
            var value = equals < 0 ? null : parameter[(equals + 1)..].Trim().Trim('"');
            if (!seen.Add(name) || !IsKnown(name.ToLowerInvariant(), value))
            {
                return false;
            }
        }
        return true;
    }

    // The compressor's window is fixed, so a client that needs a smaller one gets no compression.
    private static bool IsKnown(string name, string? value) => name switch
    {
        ServerNoTakeover or ClientNoTakeover => value is null,
        ServerBits => value == OurBits,
        ClientBits => value is null or "8" or "9" or "10" or "11" or "12" or "13" or "14" or OurBits,
        _ => false,
    };
}
