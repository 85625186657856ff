using Microsoft.AspNetCore.Http;

namespace EngineIO.Diagnostics;

/// <summary>What Kestrel refuses by a limit that can be set.</summary>
/// <param name="What">What is wrong with the request.</param>
/// <param name="Setting">What allows it.</param>
internal sealed record Refusal(string What, string Setting)
{
    private static readonly Refusal LongLine = new(
        "its first line, with path and query, is too long", "KestrelServerOptions.Limits.MaxRequestLineSize");

    private static readonly Refusal LargeHeaders = new(
        "its headers are too large", "KestrelServerOptions.Limits.MaxRequestHeadersTotalSize");

    private static readonly Refusal ManyHeaders = new(
        "it has too many headers", "KestrelServerOptions.Limits.MaxRequestHeaderCount");

    private static readonly Refusal OddHeader = new(
        "a header, such as a cookie, has bytes above 127 that are no UTF-8", "KestrelServerOptions.RequestHeaderEncodingSelector");

    /// <summary>Null if it is a fault that no setting allows.</summary>
    public static Refusal? Of(Exception error) => error is not BadHttpRequestException refused ? null : refused.StatusCode switch
    {
        StatusCodes.Status414UriTooLong => LongLine,
        // Nothing but the words tells these apart; the tests notice when they change.
        StatusCodes.Status431RequestHeaderFieldsTooLarge =>
            refused.Message.Contains("too many", StringComparison.OrdinalIgnoreCase) ? ManyHeaders : LargeHeaders,
        StatusCodes.Status400BadRequest when refused.Message.StartsWith("Malformed request: invalid headers", StringComparison.Ordinal) => OddHeader,
        _ => null,
    };
}
