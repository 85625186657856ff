namespace Chaos.Record;

/// <summary>A message in what a client was given of the past.</summary>
/// <param name="Message">The message's index; -1 if it is none of the run.</param>
/// <param name="Id">Its id.</param>
/// <param name="Of">The id of the message that it was said to be an edit of; 0 if of none.</param>
internal readonly record struct ReadMessage(int Message, long Id, long Of);

/// <summary>A part of a place, as a client was given it.</summary>
/// <param name="Room">The place, as it is stored.</param>
/// <param name="Asked">The id that it asked with.</param>
/// <param name="IsAround">Whether it wanted what is around that one, and not what is before it.</param>
/// <param name="From">From which id on it was told to have everything.</param>
/// <param name="Messages">What came.</param>
/// <param name="SentAt">When it asked.</param>
/// <param name="At">When it was answered.</param>
internal sealed record PageRead(string Room, long Asked, bool IsAround, long From, IReadOnlyList<ReadMessage> Messages, long SentAt, long At)
{
    /// <summary>What clients ask with for the newest: the largest number that JavaScript has exactly.</summary>
    public const long Newest = 9_007_199_254_740_991;

    public override string ToString() => $"{(IsAround ? "around" : "before")} id {Asked} of \"{Room}\", asked {Clock.Text(SentAt)}";
}
