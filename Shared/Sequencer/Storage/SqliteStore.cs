using Microsoft.Data.Sqlite;
using SocketIO.Sequencer.Entries;
using SocketIO.Sequencer.Serialization;
using SocketIO.Sequencer.Sessions;
using SocketIO.Sequencer.Sqlite;
using SocketIO.Sequencer.Submissions;
using SQLitePCL;

namespace SocketIO.Sequencer.Storage;

/// <summary>A log in a SQLite file: the writing connection and its prepared commands.</summary>
internal sealed class SqliteStore : ILogStore
{
    private readonly SqliteConnection _connection;
    private readonly Statements _statements;
    private readonly ByteWriter _writer = new();
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _insertBatch;
    private readonly Statement _findMessage;
    private readonly Statement _insertMessage;
    private readonly Statement _lastMessage;
    private readonly Statement _lastMessageIn;
    private readonly Statement _saveSubmitter;
    private readonly Statement _dropSubmitter;
    private readonly Statement _oldestRows;
    private readonly Statement _row;
    private readonly Statement _deleteRows;
    private readonly Statement _saveMeta;
    private readonly Statement _saveSession;
    private readonly Statement _dropSession;
    private readonly Statement _saveTrimmed;
    private readonly Statement _dropTrimmed;
    private readonly SqliteHistory _history;
    private readonly HighWaterMark _mark;
    private HighWater _reached;
    private bool? _isFull;
    private bool _isGone;

    /// <summary>Takes the connection and the mark over; the tables exist.</summary>
    public SqliteStore(string path, SqliteConnection connection, HighWaterMark mark)
    {
        Name = path;
        _connection = connection;
        _statements = new Statements(connection);
        _mark = mark;
        _history = new SqliteHistory(connection);
        _reached = mark.Noted;
        _begin = _statements.Prepare("BEGIN IMMEDIATE");
        _commit = _statements.Prepare("COMMIT");
        _rollback = _statements.Prepare("ROLLBACK");
        _insertBatch = _statements.Prepare("INSERT INTO log (first, last, created, entries) VALUES ($0, $1, $2, $3)", 4);
        // Text goes in as bytes: bound as text it would end at its first NUL character.
        _findMessage = _statements.Prepare("""
            SELECT id, content IS CAST($1 AS TEXT) AND room IS CAST($2 AS TEXT) AND event IS CAST($3 AS TEXT) AND json IS $4
            FROM messages WHERE client_offset = CAST($0 AS TEXT)
            """, 5);
        _insertMessage = _statements.Prepare("""
            INSERT INTO messages (id, client_offset, content, history, room, event, json, previous, at, details, replaces)
            VALUES ($0, CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT), $6, $7, $8, CAST($9 AS TEXT), $10)
            """, 11);
        _lastMessage = _statements.Prepare("SELECT max(id) FROM messages");
        _lastMessageIn = _statements.Prepare($"SELECT max(id) FROM messages WHERE {SqliteText.InRoom}", 2);
        _saveSubmitter = _statements.Prepare("""
            INSERT INTO submitters (instance, last, seen, gone) VALUES ($0, $1, $2, $3)
            ON CONFLICT (instance) DO UPDATE SET last = excluded.last, seen = excluded.seen, gone = excluded.gone
            """, 4);
        _dropSubmitter = _statements.Prepare("DELETE FROM submitters WHERE instance = $0", 1);
        _oldestRows = _statements.Prepare("SELECT first, last, created, length(entries) FROM log ORDER BY first");
        _row = _statements.Prepare("SELECT entries FROM log WHERE first = $0", 1);
        _deleteRows = _statements.Prepare("DELETE FROM log WHERE first <= $0", 1);
        _saveMeta = _statements.Prepare("""
            INSERT INTO meta (key, value) VALUES ($0, $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value
            """, 2);
        _saveSession = _statements.Prepare("""
            INSERT INTO sessions (sid, state) VALUES ($0, $1) ON CONFLICT (sid) DO UPDATE SET state = excluded.state
            """, 2);
        _dropSession = _statements.Prepare("DELETE FROM sessions WHERE sid = $0", 1);
        _saveTrimmed = _statements.Prepare("""
            INSERT INTO trimmed (namespace, wide, room, number) VALUES ($0, $1, $2, $3)
            ON CONFLICT (namespace, wide, room) DO UPDATE SET number = excluded.number
            """, 4);
        _dropTrimmed = _statements.Prepare("DELETE FROM trimmed WHERE namespace = $0 AND wide = $1 AND room = $2", 3);
    }

    public string Name { get; }

    public IHistoryStore History => _history;

    public long TailBytes(SequencerOptions options) => options.MaxTailBytes;

    public ILogReader OpenReader() => new SqliteLogReader(Name);

    public void Transact(bool full, Func<bool> work)
    {
        if (WhyGone() is not null)
        {
            throw SqliteFaults.Gone(Name);
        }
        _reached = _mark.Noted;
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
                NoteReached();
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

    public int InsertBatch(LogBatch batch, long created)
    {
        var bytes = BatchCodec.Encode(_writer, batch.Entries);
        _insertBatch.Set(0, batch.First).Set(1, batch.Last).Set(2, created).Set(3, bytes).Run();
        return bytes.Length;
    }

    public (long Id, bool Same) FindMessage(DurableAppend append)
    {
        using var reader = _findMessage.SetText(0, StoredKey.Of(append)).SetText(1, append.Content).SetText(2, append.Room.Room)
            .SetText(3, append.EventName).Set(4, append.IsJson).Query();
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1) != 0) : default;
    }

    public void InsertMessage(long id, DurableAppend append, in DurableStamp stamp)
    {
        _insertMessage.Set(0, id).SetText(1, StoredKey.Of(append)).SetText(2, append.Content)
            .SetRoom(append.Room, first: 3).SetText(5, append.EventName).Set(6, append.IsJson)
            .Set(7, stamp.Previous).Set(8, stamp.At).Set(9, stamp.Details.IsEmpty ? DBNull.Value : stamp.Details.ToArray())
            .Set(10, append.Replaces is { } replaced ? replaced : DBNull.Value).Run();
        _reached = _reached with { DurableId = id };
    }

    public long LastMessage()
    {
        using var reader = _lastMessage.Query();
        return reader.Read() && !reader.IsDBNull(0) ? reader.GetInt64(0) : 0;
    }

    public long LastMessageIn(HistoryRoom room)
    {
        using var reader = _lastMessageIn.SetRoom(room).Query();
        return reader.Read() && !reader.IsDBNull(0) ? reader.GetInt64(0) : _history.LastEmptied(room);
    }

    public void SaveSubmitter(string instance, Submitter submitter) =>
        _saveSubmitter.Set(0, instance).Set(1, submitter.Last).Set(2, submitter.Seen).Set(3, submitter.IsGone).Run();

    public void DropSubmitter(string instance) => _dropSubmitter.Set(0, instance).Run();

    public void SaveMeta(string key, object value)
    {
        _saveMeta.Set(0, key).Set(1, value).Run();
        if (key == Meta.Reserved)
        {
            var isLowered = (long)value < _reached.Reserved;
            _reached = _reached with { Reserved = (long)value };
            if (isLowered)
            {
                // At a clean end. The mark goes first, so that it is never ahead.
                NoteReached();
            }
        }
    }

    public void SaveSession(Session session) =>
        _saveSession.SetText(0, session.Sid).Set(1, SessionCodec.Encode(_writer, session)).Run();

    public void DropSession(string sid) => _dropSession.SetText(0, sid).Run();

    public void SaveTrimmed(RoomKey room, long number) => _saveTrimmed
        .SetText(0, room.Namespace).Set(1, room.Room is null).SetText(2, room.Room ?? "").Set(3, number).Run();

    public void DropTrimmed(RoomKey room) =>
        _dropTrimmed.SetText(0, room.Namespace).Set(1, room.Room is null).SetText(2, room.Room ?? "").Run();

    public IEnumerable<LogRow> OldestRows()
    {
        using var rows = _oldestRows.Query();
        while (rows.Read())
        {
            yield return new LogRow(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3));
        }
    }

    public LogEntry[] ReadRow(long first)
    {
        using var rows = _row.Set(0, first).Query();
        return rows.Read() ? BatchCodec.Decode(first, rows.GetFieldValue<byte[]>(0)) : [];
    }

    public void DeleteRowsThrough(long first) => _deleteRows.Set(0, first).Run();

    /// <summary>How the connection synchronises now, as SQLite says it: 1 is NORMAL, 2 is FULL.</summary>
    public long SynchronousLevel() => Connections.Number(_connection, "PRAGMA synchronous");

    public void Synchronise()
    {
        try
        {
            _mark.Synchronise();
        }
        catch (IOException)
        {
            // As when it cannot be written.
        }
    }

    // A file that is removed while it is open takes everything, and is gone with the process. One that comes back in its place
    // is another: what is written would still go to the removed one.
    public string? WhyGone()
    {
        _isGone = _isGone || !File.Exists(Name) || !File.Exists(Name + "-wal");
        return _isGone ? SqliteFaults.Gone(Name).Message : null;
    }

    public void Checkpoint() => Connections.Execute(_connection, "PRAGMA wal_checkpoint(TRUNCATE)");

    public void Dispose()
    {
        _statements.Dispose();
        _history.Dispose();
        _connection.Dispose();
        _mark.Dispose();
    }

    private void NoteReached()
    {
        try
        {
            _mark.Note(_reached);
        }
        catch (IOException)
        {
            // What is committed is committed. A mark that stays behind notices less, and raises no false alarm.
        }
    }
}
