namespace SocketIO.Sequencer;

/// <summary>How a <see cref="LogWriter"/> is doing.</summary>
internal enum LogWriterState
{
    /// <summary>Commits what it is given.</summary>
    Running,

    /// <summary>A commit keeps failing and is tried again; see <see cref="LogWriter.Fault"/>.</summary>
    Faulted,

    /// <summary>Takes and commits nothing any more.</summary>
    Stopped,
}
