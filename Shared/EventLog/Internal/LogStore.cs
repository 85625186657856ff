using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EventLog.Internal;

/// <summary>The writing connection and its prepared commands. Used by one thread at a time.</summary>
internal sealed class LogStore : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _insertBatch;
    private readonly Statement _findMessage;
    private readonly Statement _insertMessage;
    private readonly Statement _lastMessage;
    private readonly Statement _saveSubmitter;
    private readonly Statement _dropSubmitter;
    private readonly Statement _oldestRows;
    private readonly Statement _deleteRows;
    private readonly Statement _saveMeta;
    private bool? _isFull;

    /// <summary>Takes the connection over; the tables exist.</summary>
    public LogStore(SqliteConnection connection)
    {
        _connection = connection;
        _begin = new(connection, "BEGIN IMMEDIATE");
        _commit = new(connection, "COMMIT");
        _rollback = new(connection, "ROLLBACK");
        _insertBatch = new(connection, "INSERT INTO log (first, last, created, entries) VALUES ($0, $1, $2, $3)", 4);
        // Text goes in as bytes: bound as text it would end at its first NUL character.
        _findMessage = new(connection, """
            SELECT id, content IS CAST($1 AS TEXT) FROM messages WHERE client_offset = CAST($0 AS TEXT)
            """, 2);
        _insertMessage = new(connection, """
            INSERT INTO messages (id, client_offset, content) VALUES ($0, CAST($1 AS TEXT), CAST($2 AS TEXT))
            """, 3);
        _lastMessage = new(connection, "SELECT max(id) FROM messages");
        _saveSubmitter = new(connection, """
            INSERT INTO submitters (instance, last, seen) VALUES ($0, $1, $2)
            ON CONFLICT (instance) DO UPDATE SET last = excluded.last, seen = excluded.seen
            """, 3);
        _dropSubmitter = new(connection, "DELETE FROM submitters WHERE instance = $0", 1);
        _oldestRows = new(connection, "SELECT first, last, created, length(entries) FROM log ORDER BY first");
        _deleteRows = new(connection, "DELETE FROM log WHERE first <= $0", 1);
        _saveMeta = new(connection, """
            INSERT INTO meta (key, value) VALUES ($0, $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value
            """, 2);
    }

    /// <summary>Runs one transaction: all of <paramref name="work"/>, or nothing when it throws or returns false.
    /// With <paramref name="full"/> it is on the disk when this returns.</summary>
    public void Transact(bool full, Func<bool> work)
    {
        // Cannot be changed within a transaction. Compiled anew each time: SQLite carries this pragma out when it is
        // prepared, not when it is stepped.
        if (_isFull != full)
        {
            Connections.Execute(_connection, full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            _isFull = full;
        }
        _begin.Run();
        try
        {
            if (work())
            {
                _commit.Run();
            }
        }
        finally
        {
            // Some errors have ended the transaction already.
            if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                _rollback.Run();
            }
        }
    }

    public void InsertBatch(long first, long last, long created, byte[] bytes) =>
        _insertBatch.Set(0, first).Set(1, last).Set(2, created).Set(3, bytes).Run();

    /// <summary>The id of the row with this key, or 0, and whether its content is the same.</summary>
    public (long Id, bool Same) FindMessage(byte[] key, byte[] content)
    {
        using var reader = _findMessage.Set(0, key).Set(1, content).Query();
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1) != 0) : default;
    }

    public void InsertMessage(long id, byte[] key, byte[] content) =>
        _insertMessage.Set(0, id).Set(1, key).Set(2, content).Run();

    public long LastMessage()
    {
        using var reader = _lastMessage.Query();
        return reader.Read() && !reader.IsDBNull(0) ? reader.GetInt64(0) : 0;
    }

    public void SaveSubmitter(string instance, long last, long seen) =>
        _saveSubmitter.Set(0, instance).Set(1, last).Set(2, seen).Run();

    public void DropSubmitter(string instance) => _dropSubmitter.Set(0, instance).Run();

    public void SaveMeta(string key, object value) => _saveMeta.Set(0, key).Set(1, value).Run();

    /// <summary>The rows of the log, the oldest first: first and last number, time of creation, bytes.</summary>
    public SqliteDataReader OldestRows() => _oldestRows.Query();

    public void DeleteRowsThrough(long first) => _deleteRows.Set(0, first).Run();

    /// <summary>How the connection synchronises now, as SQLite says it: 1 is NORMAL, 2 is FULL.</summary>
    public long SynchronousLevel() => Connections.Number(_connection, "PRAGMA synchronous");

    public void Checkpoint() => Connections.Execute(_connection, "PRAGMA wal_checkpoint(TRUNCATE)");

    public void Dispose()
    {
        foreach (var statement in new[]
        {
            _begin, _commit, _rollback, _insertBatch, _findMessage, _insertMessage, _lastMessage,
            _saveSubmitter, _dropSubmitter, _oldestRows, _deleteRows, _saveMeta,
        })
        {
            statement.Dispose();
        }
        _connection.Dispose();
    }
}
