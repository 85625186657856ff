using System.Text;
using Microsoft.Data.Sqlite;

namespace EventLog.Internal.Storage;

/// <summary>One read-only connection to the durable rows.</summary>
internal sealed class HistoryConnection : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _page;

    public HistoryConnection(string path)
    {
        _connection = Connections.OpenReader(path);
        try
        {
            // Read as bytes: text would end at its first NUL character.
            _page = new(_connection, """
                SELECT id, CAST(content AS BLOB) FROM messages
                WHERE id > $0 AND id <= $1 ORDER BY id LIMIT $2
                """, 3);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public List<HistoryRow> Read(long after, long upTo, int maxRows, int maxBytes)
    {
        var rows = new List<HistoryRow>();
        long room = maxBytes;
        using var reader = _page.Set(0, after).Set(1, upTo).Set(2, Math.Max(1, maxRows)).Query();
        while (reader.Read())
        {
            var content = reader.IsDBNull(1) ? [] : reader.GetFieldValue<byte[]>(1);
            room -= content.Length;
            if (room < 0 && rows.Count > 0)
            {
                break;
            }
            rows.Add(new HistoryRow(reader.GetInt64(0), Encoding.UTF8.GetString(content)));
        }
        return rows;
    }

    public void Dispose()
    {
        _page.Dispose();
        _connection.Dispose();
    }
}
