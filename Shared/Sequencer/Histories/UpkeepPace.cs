namespace SocketIO.Sequencer.Histories;

/// <summary>
/// When upkeep may be done: as much as there is when nothing was committed for a moment, and a tenth of the time while commits follow one
/// another.
/// </summary>
internal sealed class UpkeepPace(TimeProvider time)
{
    /// <summary>Without a commit for so long, there is nothing else to do.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(20);

    /// <summary>At least so long between two pieces, while commits follow one another: little at once costs more than all together.</summary>
    public static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(45);

    private const int PauseFactor = 9;

    private long? _committed;
    private long? _ended;
    private TimeSpan _pause;

    /// <summary>How long to wait; zero or less: now.</summary>
    public TimeSpan Wait
    {
        get
        {
            var idle = Left(_committed, Idle);
            var turn = Left(_ended, _pause);
            return idle < turn ? idle : turn;
        }
    }

    public void Committed() => _committed = time.GetTimestamp();

    /// <summary>A piece was done.</summary>
    public void Done(TimeSpan took)
    {
        _ended = time.GetTimestamp();
        _pause = took * PauseFactor > MinPause ? took * PauseFactor : MinPause;
    }

    private TimeSpan Left(long? since, TimeSpan span) => since is { } start ? span - time.GetElapsedTime(start) : TimeSpan.Zero;
}
