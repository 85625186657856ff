using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Worker.Chat;

/// <summary>
/// Whose a client is. Its browser keeps a random secret, which it shows as <c>auth.secret</c>, and its public id is made of that. So
/// everybody may know the id, and only who has the secret can speak for it.
/// </summary>
internal static class PersonId
{
    public const int MinSecretLength = 16;
    public const int MaxSecretLength = 128;

    /// <summary>Enough that nobody finds a secret for a given id.</summary>
    private const int Length = 24;

    // Whatever else a secret may be used for, it is not this id.
    private static readonly byte[] Purpose = "chat person "u8.ToArray();

    /// <summary>An id for a session that stands for itself. Everybody sees it, so it is not the socket's id, of which some clients
    /// make the keys of their messages.</summary>
    public static string Create() => RandomNumberGenerator.GetHexString(Length, lowercase: true);

    /// <summary>
    /// The id of whoever has the secret; <see langword="null"/> if there is none, or one that is not <see cref="MinSecretLength"/> to
    /// <see cref="MaxSecretLength"/> characters: then the session stands for itself.
    /// </summary>
    public static string? From(JsonElement auth) => SecretIn(auth) is { } secret ? Of(secret) : null;

    /// <summary>Whether a client is somebody, and does not only stand for itself.</summary>
    public static bool HasSecret(JsonElement auth) => SecretIn(auth) is not null;

    /// <summary>Whether a text has the form of an id.</summary>
    public static bool IsOne(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);

    private static string? SecretIn(JsonElement auth) =>
        auth.TryGetProperty("secret", out var given) && given.ValueKind == JsonValueKind.String
        // Taken as it came, between its quotes: an escape in it may be one that is no text.
        && given.GetRawText()[1..^1] is { Length: >= MinSecretLength and <= MaxSecretLength } secret
            ? secret
            : null;

    private static string Of(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData([.. Purpose, .. Encoding.UTF8.GetBytes(secret)]))[..Length];
}
