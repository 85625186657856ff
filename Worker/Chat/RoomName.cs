namespace Worker.Chat;

/// <summary>The name of a public room.</summary>
internal static class RoomName
{
    public static string Rule => $"the name of a room must have 1 to {ChatName.MaxLength} visible characters, and no slash";

    /// <summary>The name as it is kept; <see langword="null"/> when it is none.</summary>
    public static string? From(string? given) => ChatName.From(given) is { } name && !name.Contains('/') ? name : null;
}
