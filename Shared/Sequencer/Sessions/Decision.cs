namespace SocketIO.Sequencer.Sessions;

/// <summary>What becomes of an operation.</summary>
/// <param name="Event">The entry to make; null for none.</param>
/// <param name="IsDenied">Whether it is denied. An entry beside that is the log's own: what follows from it.</param>
internal readonly record struct Decision(LogEvent? Event, bool IsDenied)
{
    public static Decision Denied { get; } = new(null, true);

    public static Decision Nothing { get; } = new(null, false);

    public static Decision Accepted(LogEvent logEvent) => new(logEvent, false);

    public static Decision DeniedBut(LogEvent logEvent) => new(logEvent, true);
}
