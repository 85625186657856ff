using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Worker.Chat;

/// <summary>Whose a client is, as its <c>auth.person</c> says: a random id that all tabs of a browser share.</summary>
internal static class PersonId
{
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>An id for a session that stands for itself. Everybody sees it, so it is not the socket's id, of which some clients
    /// make the keys of their messages.</summary>
    public static string Create() => RandomNumberGenerator.GetHexString(20, lowercase: true);

    /// <summary>
    /// The id; <see langword="null"/> if there is none, or one that is not 1 to <see cref="MaxLength"/> letters, digits,
    /// hyphens and underscores: then the session stands for itself.
    /// </summary>
    public static string? From(JsonElement auth)
    {
        if (!auth.TryGetProperty("person", out var given) || given.ValueKind != JsonValueKind.String)
        {
            return null;
        }
        // Judged as it came, between its quotes: an escape in it may be one that is no text.
        var raw = given.GetRawText();
        var id = raw[1..^1];
        return id.Length is > 0 and <= MaxLength && !id.AsSpan().ContainsAnyExcept(Allowed) ? id : null;
    }
}
