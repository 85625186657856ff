namespace SocketIO.Sequencing;

/// <summary>Takes what comes from the log, one thing at a time, in the order of the numbers. It must not block.</summary>
public interface ISequencedSink
{
    /// <summary>An entry of the log.</summary>
    /// <param name="entry">The entry. Of sessions of other processes it says only what every process is told of.</param>
    /// <param name="own">What is to be called of a change of a session that this process has asked for.</param>
    void OnEvent(in LogEntry entry, SessionCallback? own);

    /// <summary>A page of what a session has missed.</summary>
    void OnMissed(SessionKey session, MissedPage page);

    /// <summary>Who is there, as of a number.</summary>
    void OnPresence(PresenceSnapshot snapshot);

    /// <summary>The log can be asked (again).</summary>
    void OnAttached();
}
