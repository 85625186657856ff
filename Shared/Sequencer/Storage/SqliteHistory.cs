using System.Text;
using Microsoft.Data.Sqlite;
using SocketIO.Sequencer.Sqlite;

namespace SocketIO.Sequencer.Storage;

/// <summary>The upkeep of the durable rows of a file, on the writing connection.</summary>
internal sealed class SqliteHistory : IHistoryStore, IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteWords _words;
    private readonly Statements _statements;
    private readonly Statement _save;
    private readonly Statement _nextRoom;
    private readonly Statement _countBack;
    private readonly Statement _lastEmptied;
    private readonly Statement _chooseOldest;
    private readonly Statement _keepPrevious;
    private readonly Statement _removeWords;
    private readonly Statement _remove;
    private readonly Statement _noteEmptied;
    private readonly Statement _chosenRooms;
    private readonly Statement _clear;
    private Statement? _chooseOlder;

    public SqliteHistory(SqliteConnection connection)
    {
        _connection = connection;
        _words = new SqliteWords(connection);
        _statements = new Statements(connection);
        Connections.Execute(connection, """
            PRAGMA temp_store = MEMORY;
            CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY, history TEXT NOT NULL, room TEXT NOT NULL);
            """);
        _save = _statements.Prepare("""
            INSERT INTO histories (name, max_events, max_age, searchable) VALUES (CAST($0 AS TEXT), $1, $2, $3)
            ON CONFLICT (name) DO UPDATE SET max_events = excluded.max_events, max_age = excluded.max_age, searchable = excluded.searchable
            """, 4);
        _nextRoom = _statements.Prepare("""
            SELECT CAST(room AS BLOB) FROM messages WHERE history = CAST($0 AS TEXT) AND ($1 IS NULL OR room > CAST($1 AS TEXT))
            ORDER BY room LIMIT 1
            """, 2);
        _countBack = _statements.Prepare(
            $"SELECT count(*), min(id) FROM (SELECT id FROM messages WHERE {SqliteText.InRoom} AND id < $2 ORDER BY id DESC LIMIT $3)", 4);
        _lastEmptied = _statements.Prepare($"SELECT last FROM emptied WHERE {SqliteText.InRoom}", 2);
        _chooseOldest = _statements.Prepare($"INSERT INTO chosen SELECT id, history, room FROM messages WHERE {SqliteText.InRoom} ORDER BY id LIMIT $2", 3);
        // A row that does not say which is before it is asked for that when it is read: it must not change.
        _keepPrevious = _statements.Prepare("""
            UPDATE messages SET previous = (SELECT max(former.id) FROM messages AS former
              WHERE former.history = messages.history AND former.room = messages.room AND former.id < messages.id)
            WHERE previous IS NULL AND id IN (SELECT (SELECT min(next.id) FROM messages AS next
              WHERE next.history = chosen.history AND next.room = chosen.room AND next.id > chosen.id) FROM chosen)
            """);
        // Most rows have none, where nothing is searchable.
        _removeWords = _statements.Prepare("""
            DELETE FROM words WHERE rowid IN (SELECT chosen.id FROM chosen JOIN words_docsize ON words_docsize.id = chosen.id)
            """);
        _remove = _statements.Prepare("DELETE FROM messages WHERE id IN (SELECT id FROM chosen)");
        // The next event of such a room is to say which was before it.
        _noteEmptied = _statements.Prepare("""
            INSERT INTO emptied (history, room, last) SELECT history, room, max(id) FROM chosen WHERE true GROUP BY history, room
            HAVING NOT EXISTS (SELECT 1 FROM messages WHERE messages.history = chosen.history AND messages.room = chosen.room)
            ON CONFLICT (history, room) DO UPDATE SET last = excluded.last
            """);
        _chosenRooms = _statements.Prepare("SELECT CAST(history AS BLOB), CAST(room AS BLOB), count(*) FROM chosen GROUP BY history, room");
        _clear = _statements.Prepare("DELETE FROM chosen");
    }

    public void Save(HistoryPolicy policy)
    {
        if (policy.MaxAge is not null)
        {
            Connections.Execute(_connection, Schema.AgeIndex);
        }
        _save.SetText(0, policy.History).Set(1, policy.MaxEvents is { } events ? events : DBNull.Value)
            .Set(2, policy.MaxAge is { } age ? (long)age.TotalMilliseconds : DBNull.Value).Set(3, policy.IsSearchable).Run();
    }

    public string? NextRoom(string history, string? after)
    {
        using var reader = _nextRoom.SetText(0, history).Set(1, after is null ? DBNull.Value : Encoding.UTF8.GetBytes(after)).Query();
        return reader.Read() ? reader.GetText(0) : null;
    }

    public (int Rows, long First) CountBack(HistoryRoom room, long before, int max)
    {
        using var reader = _countBack.SetRoom(room).Set(2, before).Set(3, max).Query();
        return reader.Read() && reader.GetInt32(0) is > 0 and var rows ? (rows, reader.GetInt64(1)) : default;
    }

    public int RemoveOldest(HistoryRoom room, int max)
    {
        _chooseOldest.SetRoom(room).Set(2, max).Run();
        return RemoveChosen();
    }

    public IReadOnlyList<(HistoryRoom Room, int Rows)> RemoveOlder(string history, long oldest, int max)
    {
        // Not before: its index is there since a history needs it.
        _chooseOlder ??= _statements.Prepare("""
            INSERT INTO chosen SELECT id, history, room FROM messages INDEXED BY messages_by_age
            WHERE history = CAST($0 AS TEXT) AND at IS NOT NULL AND at < $1 ORDER BY at LIMIT $2
            """, 3);
        _chooseOlder.SetText(0, history).Set(1, oldest).Set(2, max).Run();
        var rooms = new List<(HistoryRoom, int)>();
        using (var reader = _chosenRooms.Query())
        {
            while (reader.Read())
            {
                rooms.Add((new HistoryRoom(reader.GetText(0), reader.GetText(1)), reader.GetInt32(2)));
            }
        }
        if (rooms.Count > 0)
        {
            RemoveChosen();
        }
        return rooms;
    }

    /// <summary>The last id of a room that has lost all its rows; 0 when it has never had one.</summary>
    public long LastEmptied(HistoryRoom room)
    {
        using var reader = _lastEmptied.SetRoom(room).Query();
        return reader.Read() ? reader.GetInt64(0) : 0;
    }

    public long IndexedThrough(string history) => _words.IndexedThrough(history);

    public void SaveIndexed(string history, long id) => _words.SaveIndexed(history, id);

    public void Index(string history, long after, long upTo) => _words.Index(history, after, upTo);

    public void Dispose()
    {
        _words.Dispose();
        _statements.Dispose();
    }

    private int RemoveChosen()
    {
        _keepPrevious.Run();
        _removeWords.Run();
        var removed = _remove.Run();
        _noteEmptied.Run();
        _clear.Run();
        return removed;
    }
}
