using Microsoft.Data.Sqlite;
using SocketIO.Sequencer.Entries;
using SocketIO.Sequencer.Serialization;
using SocketIO.Sequencer.Sqlite;
using SQLitePCL;

namespace SocketIO.Sequencer.Storage;

/// <summary>Reads the rows of the log that have left the memory. Thread-safe.</summary>
internal sealed class SqliteLogReader : ILogReader
{
    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly Statement _begin;
    private readonly Statement _end;
    private readonly Statement _trimmed;
    private readonly Statement _rowBefore;
    private readonly Statement _rowsFrom;
    private readonly string _path;
    private bool _disposed;

    public SqliteLogReader(string path)
    {
        _path = path;
        _connection = Connections.OpenReader(path);
        _begin = new(_connection, "BEGIN");
        _end = new(_connection, "ROLLBACK");
        _trimmed = new(_connection, $"SELECT value FROM meta WHERE key = '{Meta.Trimmed}'");
        _rowBefore = new(_connection, "SELECT first, last FROM log WHERE first <= $0 ORDER BY first DESC LIMIT 1", 1);
        _rowsFrom = new(_connection, "SELECT first, entries FROM log WHERE first >= $0 ORDER BY first", 1);
    }

    /// <exception cref="SequencerException">The file could not be read; the message says why.</exception>
    public bool Read(long number, EntrySink sink)
    {
        try
        {
            return ReadRows(number, sink);
        }
        catch (SqliteException exception)
        {
            throw SqliteFaults.Translate(_path, exception, reading: true);
        }
        catch (InvalidDataException exception)
        {
            throw SqliteFaults.Damaged(_path, exception.Message, exception);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var statement in new[] { _begin, _end, _trimmed, _rowBefore, _rowsFrom })
            {
                statement.Dispose();
            }
            _connection.Dispose();
        }
    }

    private bool ReadRows(long number, EntrySink sink)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            // One snapshot, or a trim between two of the queries would look like a gap.
            _begin.Run();
            try
            {
                if (Start(number) is not { } from)
                {
                    return false;
                }
                using var reader = _rowsFrom.Set(0, from).Query();
                while (reader.Read() && sink.Add(BatchCodec.Decode(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1))))
                {
                }
                return true;
            }
            finally
            {
                // Some errors have ended the transaction already; an exception from here would hide theirs.
                if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
                {
                    _end.Run();
                }
            }
        }
    }

    // Between two rows lies a gap where the log was not closed cleanly. Whoever stands at its end, or at the last entry
    // before it, misses nothing; a number within it was lost with the power, and so was what came with it.
    private long? Start(long number)
    {
        using (var row = _rowBefore.Set(0, number + 1).Query())
        {
            if (row.Read())
            {
                var (first, last) = (row.GetInt64(0), row.GetInt64(1));
                return last > number ? first : last == number ? number + 1 : null;
            }
        }
        using var trimmed = _trimmed.Query();
        return (trimmed.Read() ? trimmed.GetInt64(0) : 0) == number ? number + 1 : null;
    }
}
