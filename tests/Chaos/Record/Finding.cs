namespace Chaos.Record;

/// <summary>What a client found.</summary>
/// <param name="Text">What it looked for: the text of a message, or its beginning.</param>
/// <param name="Before">Before which id; <see langword="null"/> for the newest.</param>
/// <param name="Messages">What it found.</param>
/// <param name="Next">Before which id it was told to look for more; <see langword="null"/> when there are none.</param>
/// <param name="At">When it was answered.</param>
/// <param name="Rooms">The public rooms that it was in when all was settled; <see langword="null"/> of what it found before.</param>
internal sealed record Finding(string Text, long? Before, IReadOnlyList<ReadMessage> Messages, long? Next, long At, IReadOnlyList<string>? Rooms = null);
