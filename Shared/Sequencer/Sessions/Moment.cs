namespace SocketIO.Sequencer.Sessions;

/// <summary>When an operation is decided.</summary>
/// <param name="Number">The number of the entry that it would make: everything before is decided.</param>
/// <param name="Now">The time (Unix milliseconds).</param>
internal readonly record struct Moment(long Number, long Now);
