namespace Chaos.Record;

/// <summary>A client said that its person types.</summary>
/// <param name="Room">Where, as that is stored.</param>
/// <param name="To">In a private conversation, to whom.</param>
/// <param name="SentAt">When.</param>
internal readonly record struct Typed(string Room, string? To, long SentAt);

/// <summary>A client was told that somebody types.</summary>
/// <param name="Person">Who.</param>
/// <param name="Room">In which public room; <see langword="null"/> in the main one, and in private.</param>
/// <param name="IsPrivate">Whether it is to the client's person.</param>
/// <param name="At">When.</param>
internal readonly record struct TypingNotice(string Person, string? Room, bool IsPrivate, long At);
