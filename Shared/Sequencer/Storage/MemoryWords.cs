using Microsoft.Data.Sqlite;
using SocketIO.Sequencer.Sqlite;

namespace SocketIO.Sequencer.Storage;

/// <summary>The words of rows in memory: in a table like a file's, so that the same is found. For one thread at a time.</summary>
internal sealed class MemoryWords : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:;Pooling=False");
    private readonly Statement _find;

    public MemoryWords()
    {
        _connection.Open();
        Connections.Execute(_connection, WordTable.Create);
        Table = new WordTable(_connection);
        _find = new Statement(_connection, $"SELECT rowid FROM words WHERE {WordTable.Found}", 4);
    }

    public WordTable Table { get; }

    public List<long> Find(string question, long after, long before, int max)
    {
        var ids = new List<long>();
        using var reader = _find.Set(0, question).Set(1, after).Set(2, before).Set(3, max).Query();
        while (reader.Read())
        {
            ids.Add(reader.GetInt64(0));
        }
        return ids;
    }

    public void Dispose()
    {
        Table.Dispose();
        _find.Dispose();
        _connection.Dispose();
    }
}
