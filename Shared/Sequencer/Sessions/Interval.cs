namespace SocketIO.Sequencer.Sessions;

/// <summary>Numbers from one, inclusive, to another, exclusive.</summary>
internal readonly record struct Interval(long From, long To)
{
    public bool Contains(long number) => number >= From && number < To;
}
