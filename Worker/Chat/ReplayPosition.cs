using System.Text.Json;

namespace Worker.Chat;

/// <summary>From where a client wants the history, as its <c>auth</c> says.</summary>
internal static class ReplayPosition
{
    /// <summary>
    /// The id after which the replay starts: <c>serverOffset</c>, or 0 if there is none or it belongs to another
    /// epoch. The tutorial's client names no epoch.
    /// </summary>
    public static long From(JsonElement auth, string epoch)
    {
        if (!IsOf(auth, epoch))
        {
            return 0;
        }
        return auth.TryGetProperty("serverOffset", out var offset) && offset.ValueKind == JsonValueKind.Number && offset.TryGetInt64(out var id)
            ? id
            : 0;
    }

    /// <summary>Whether the ids that a client names are of this life of the log, or it does not say.</summary>
    public static bool IsOf(JsonElement auth, string epoch) =>
        // Compared as it came: an escape in it may be one that is no text.
        !auth.TryGetProperty("epoch", out var known) || known.ValueKind != JsonValueKind.String
        || known.GetRawText() is not (not "\"\"" and var clientEpoch) || clientEpoch == $"\"{epoch}\"";
}
