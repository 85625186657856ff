using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SocketIO.Sequencer.Sqlite;

/// <summary>Turns what SQLite reports into a sentence for the operator. Every such sentence is written here.</summary>
internal static class SqliteFaults
{
    public static SequencerException Translate(string path, SqliteException exception, bool reading = false)
    {
        var reason = raw.sqlite3_errstr(exception.SqliteErrorCode).utf8_to_string();
        return exception.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL => Locked(path, exception),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_FORMAT or raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH =>
                Damaged(path, reason, exception),
            raw.SQLITE_IOERR when exception.SqliteExtendedErrorCode == raw.SQLITE_IOERR_SHORT_READ =>
                Damaged(path, reason, exception),
            raw.SQLITE_ERROR => Incompatible(path, "its tables are not those of a log", exception),
            _ => reading ? NotReadable(path, reason, exception) : NotWritable(path, reason, exception),
        };
    }

    public static SequencerException Locked(string path, Exception? cause = null) => new(SequencerFault.Locked,
        $"The database {path} is locked by another process; stop the program that uses it.", cause);

    public static SequencerException NotWritable(string path, string reason, Exception? cause = null) => new(
        SequencerFault.NotWritable,
        $"The database {path} cannot be written ({reason}); check its directory, its permissions and the free disk space.",
        cause);

    public static SequencerException NotReadable(string path, string reason, Exception? cause = null) => new(
        SequencerFault.NotReadable, $"The database {path} cannot be read ({reason}).", cause);

    public static SequencerException Gone(string path) => new(
        SequencerFault.NotWritable,
        $"The database {path} was removed or moved away while it is used: nothing more is stored, and what is submitted waits. Bring it back and start the program again; its last state can still be copied out of this process (Linux: /proc/{Environment.ProcessId}/fd).");

    public static SequencerException Damaged(string path, string reason, Exception? cause = null) => new(
        SequencerFault.Damaged,
        $"The database {path} is damaged ({reason}); restore a copy of it, or move it away to start with an empty one.",
        cause);

    public static SequencerException Incompatible(string path, string reason, Exception? cause = null) => new(
        SequencerFault.Incompatible,
        $"The database {path} cannot be used as a log, because {reason}; choose another file.", cause);

    public static SequencerException Newer(string path, long found, long known) => new(SequencerFault.Incompatible,
        $"The database {path} has schema version {found}, but this program knows only version {known}; use the newer program.");
}
