namespace Chaos.Record;

/// <summary>Between whom a private message is.</summary>
/// <param name="From">The author's person.</param>
/// <param name="To">The other one.</param>
internal sealed record Conversation(string From, string To)
{
    /// <summary>The room in which the chat stores it.</summary>
    public string Room => string.CompareOrdinal(From, To) < 0 ? $"private/{From}/{To}" : $"private/{To}/{From}";

    public string OtherThan(string person) => person == From ? To : From;

    public bool IsOf(string? person) => person == From || person == To;
}
