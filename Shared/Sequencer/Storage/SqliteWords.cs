using Microsoft.Data.Sqlite;
using SocketIO.Sequencer.Sqlite;

namespace SocketIO.Sequencer.Storage;

/// <summary>Indexes the words of a file's durable rows, on the writing connection.</summary>
internal sealed class SqliteWords : IDisposable
{
    private readonly WordTable _table;
    private readonly Statements _statements;
    private readonly Statement _indexed;
    private readonly Statement _saveIndexed;
    private readonly Statement _rows;
    private readonly Statement _replaced;

    public SqliteWords(SqliteConnection connection)
    {
        _table = new WordTable(connection);
        _statements = new Statements(connection);
        _indexed = _statements.Prepare("SELECT indexed FROM histories WHERE name = CAST($0 AS TEXT)", 1);
        _saveIndexed = _statements.Prepare("UPDATE histories SET indexed = $1 WHERE name = CAST($0 AS TEXT)", 2);
        _rows = _statements.Prepare("""
            SELECT id, CAST(room AS BLOB), CAST(content AS BLOB), json, replaces FROM messages
            WHERE id > $1 AND id <= $2 AND history = CAST($0 AS TEXT) ORDER BY id
            """, 3);
        // Only of the same room: nobody makes vanish what is not his. Of several that stood there before, the last one has made the others vanish.
        _replaced = _statements.Prepare($"""
            SELECT id FROM messages WHERE id = $2 AND {SqliteText.InRoom}
            UNION ALL SELECT * FROM (
              SELECT id FROM messages WHERE replaces = $2 AND id < $3 AND {SqliteText.InRoom}
              ORDER BY id DESC LIMIT 1)
            """, 4);
    }

    public long IndexedThrough(string history)
    {
        using var reader = _indexed.SetText(0, history).Query();
        return reader.Read() ? reader.GetInt64(0) : 0;
    }

    public void SaveIndexed(string history, long id) => _saveIndexed.SetText(0, history).Set(1, id).Run();

    public void Index(string history, long after, long upTo)
    {
        using var reader = _rows.SetText(0, history).Set(1, after).Set(2, upTo).Query();
        while (reader.Read())
        {
            var (id, room) = (reader.GetInt64(0), new HistoryRoom(history, reader.GetText(1)));
            if (!reader.IsDBNull(4) && reader.GetInt64(4) is var replaced && replaced < id)
            {
                Replaced(room, replaced, id).ForEach(_table.Remove);
            }
            _table.Add(id, room, reader.IsDBNull(2) ? "" : reader.GetText(2), reader.GetBoolean(3));
        }
    }

    public void Dispose()
    {
        _table.Dispose();
        _statements.Dispose();
    }

    private List<long> Replaced(HistoryRoom room, long replaced, long before)
    {
        var ids = new List<long>();
        using var reader = _replaced.SetRoom(room).Set(2, replaced).Set(3, before).Query();
        while (reader.Read())
        {
            ids.Add(reader.GetInt64(0));
        }
        return ids;
    }
}
