namespace SocketIO.Sequencer.Sessions;

/// <summary>
/// Numbers that were reserved and are not in the log, because it was not closed cleanly. Usually they were never given; but
/// whoever has seen one has seen an entry that was lost with the power, and what came with it is lost, too.
/// </summary>
/// <param name="gaps">For each, the last number before it and the last number of it.</param>
internal sealed class LostNumbers(IReadOnlyList<(long Before, long End)> gaps)
{
    /// <summary>Whether the log cannot continue from the number. It can from the end of a gap.</summary>
    public bool Contains(long number)
    {
        foreach (var (before, end) in gaps)
        {
            if (number > before && number < end)
            {
                return true;
            }
        }
        return false;
    }
}
