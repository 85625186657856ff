using System.Text.Json;

namespace SocketIO.Namespaces;

/// <summary>Why a middleware refuses a client; the client gets it as <c>connect_error</c>.</summary>
/// <param name="Message">The error's message.</param>
public sealed record ConnectError(string Message)
{
    /// <summary>More about it, as JSON: the error's <c>data</c> on the client. Empty for none.</summary>
    /// <exception cref="ArgumentException">It is not JSON.</exception>
    public ReadOnlyMemory<byte> Data
    {
        get;
        init => field = value.IsEmpty || IsJson(value.Span) ? value : throw new ArgumentException("the data must be JSON", nameof(value));
    }

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            return reader.Read() && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
