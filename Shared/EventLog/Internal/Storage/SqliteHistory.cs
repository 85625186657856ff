using System.Text;
using Microsoft.Data.Sqlite;

namespace EventLog.Internal.Storage;

/// <summary>The upkeep of the durable rows of a file, on the writing connection.</summary>
internal sealed class SqliteHistory : IHistoryStore, IDisposable
{
    private const string InRoom = "history = CAST($0 AS TEXT) AND room = CAST($1 AS TEXT)";

    private readonly SqliteConnection _connection;
    private readonly SqliteWords _words;
    private readonly List<Statement> _statements = [];
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
        Connections.Execute(connection, """
            PRAGMA temp_store = MEMORY;
            CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY, history TEXT NOT NULL, room TEXT NOT NULL);
            """);
        _save = Prepare("""
            INSERT INTO histories (name, max_events, max_age, searchable) VALUES (CAST($0 AS TEXT), $1, $2, $3)
            ON CONFLICT (name) DO UPDATE SET max_events = excluded.max_events, max_age = excluded.max_age, searchable = excluded.searchable
            """, 4);
        _nextRoom = Prepare("""
            SELECT CAST(room AS BLOB) FROM messages WHERE history = CAST($0 AS TEXT) AND ($1 IS NULL OR room > CAST($1 AS TEXT))
            ORDER BY room LIMIT 1
            """, 2);
        _countBack = Prepare(
            $"SELECT count(*), min(id) FROM (SELECT id FROM messages WHERE {InRoom} AND id < $2 ORDER BY id DESC LIMIT $3)", 4);
        _lastEmptied = Prepare($"SELECT last FROM emptied WHERE {InRoom}", 2);
        _chooseOldest = Prepare($"INSERT INTO chosen SELECT id, history, room FROM messages WHERE {InRoom} ORDER BY id LIMIT $2", 3);
        // A row that does not say which is before it is asked for that when it is read: it must not change.
        _keepPrevious = Prepare("""
            UPDATE messages SET previous = (SELECT max(former.id) FROM messages AS former
              WHERE former.history = messages.history AND former.room = messages.room AND former.id < messages.id)
            WHERE previous IS NULL AND id IN (SELECT (SELECT min(next.id) FROM messages AS next
              WHERE next.history = chosen.history AND next.room = chosen.room AND next.id > chosen.id) FROM chosen)
            """);
        // Most rows have none, where nothing is searchable.
        _removeWords = Prepare("""
            DELETE FROM words WHERE rowid IN (SELECT chosen.id FROM chosen JOIN words_docsize ON words_docsize.id = chosen.id)
            """);
        _remove = Prepare("DELETE FROM messages WHERE id IN (SELECT id FROM chosen)");
        // The next event of such a room is to say which was before it.
        _noteEmptied = Prepare("""
            INSERT INTO emptied (history, room, last) SELECT history, room, max(id) FROM chosen WHERE true GROUP BY history, room
            HAVING NOT EXISTS (SELECT 1 FROM messages WHERE messages.history = chosen.history AND messages.room = chosen.room)
            ON CONFLICT (history, room) DO UPDATE SET last = excluded.last
            """);
        _chosenRooms = Prepare("SELECT CAST(history AS BLOB), CAST(room AS BLOB), count(*) FROM chosen GROUP BY history, room");
        _clear = Prepare("DELETE FROM chosen");
    }

    public void Save(HistoryPolicy policy)
    {
        if (policy.MaxAge is not null)
        {
            Connections.Execute(_connection, Schema.AgeIndex);
        }
        _save.Set(0, Bytes(policy.History)).Set(1, policy.MaxEvents is { } events ? events : DBNull.Value)
            .Set(2, policy.MaxAge is { } age ? (long)age.TotalMilliseconds : DBNull.Value).Set(3, policy.IsSearchable).Run();
    }

    public string? NextRoom(string history, string? after)
    {
        using var reader = _nextRoom.Set(0, Bytes(history)).Set(1, after is null ? DBNull.Value : Bytes(after)).Query();
        return reader.Read() ? Text(reader, 0) : null;
    }

    public (int Rows, long First) CountBack(HistoryRoom room, long before, int max)
    {
        using var reader = In(_countBack, room).Set(2, before).Set(3, max).Query();
        return reader.Read() && reader.GetInt32(0) is > 0 and var rows ? (rows, reader.GetInt64(1)) : default;
    }

    public int RemoveOldest(HistoryRoom room, int max)
    {
        In(_chooseOldest, room).Set(2, max).Run();
        return RemoveChosen();
    }

    public IReadOnlyList<(HistoryRoom Room, int Rows)> RemoveOlder(string history, long oldest, int max)
    {
        // Not before: its index is there since a history needs it.
        _chooseOlder ??= Prepare("""
            INSERT INTO chosen SELECT id, history, room FROM messages INDEXED BY messages_by_age
            WHERE history = CAST($0 AS TEXT) AND at IS NOT NULL AND at < $1 ORDER BY at LIMIT $2
            """, 3);
        _chooseOlder.Set(0, Bytes(history)).Set(1, oldest).Set(2, max).Run();
        var rooms = new List<(HistoryRoom, int)>();
        using (var reader = _chosenRooms.Query())
        {
            while (reader.Read())
            {
                rooms.Add((new HistoryRoom(Text(reader, 0), Text(reader, 1)), reader.GetInt32(2)));
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
        using var reader = In(_lastEmptied, room).Query();
        return reader.Read() ? reader.GetInt64(0) : 0;
    }

    public long IndexedThrough(string history) => _words.IndexedThrough(history);

    public void SaveIndexed(string history, long id) => _words.SaveIndexed(history, id);

    public void Index(string history, long after, long upTo) => _words.Index(history, after, upTo);

    public void Dispose()
    {
        _words.Dispose();
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }
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

    private static Statement In(Statement statement, HistoryRoom room) => statement.Set(0, Bytes(room.History)).Set(1, Bytes(room.Room));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(SqliteDataReader reader, int column) => Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(column));

    private Statement Prepare(string sql, int parameters = 0)
    {
        var statement = new Statement(_connection, sql, parameters);
        _statements.Add(statement);
        return statement;
    }
}
