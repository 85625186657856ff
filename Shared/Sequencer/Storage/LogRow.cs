namespace SocketIO.Sequencer.Storage;

/// <summary>A row of the log: its first and last number, when it was made (Unix milliseconds), and its bytes.</summary>
internal readonly record struct LogRow(long First, long Last, long Created, long Size);
