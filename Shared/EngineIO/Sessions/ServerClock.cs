namespace EngineIO.Sessions;

/// <summary>A monotonic clock in ticks of 100 ns since the server was made.</summary>
internal sealed class ServerClock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    public TimeProvider Time => time;

    public long Now => time.GetElapsedTime(_origin).Ticks;
}
