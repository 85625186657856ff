using Microsoft.Data.Sqlite;
using SocketIO.Sequencer.Sqlite;

namespace SocketIO.Sequencer.Storage;

/// <summary>The words of durable rows, by the rows' ids. For one thread at a time.</summary>
internal sealed class WordTable : IDisposable
{
    /// <summary>
    /// Holds the words only, not their text. The last two categories: marks are in words, and so is what is a letter in a newer Unicode than
    /// SQLite's.
    /// </summary>
    public const string Create = """
        CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
          text, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2 categories 'L* N* M* Cn'");
        """;

    /// <summary>The ids of rows between two that answer a question, the last one first.</summary>
    public const string Found = "words MATCH $0 AND words.rowid > $1 AND words.rowid < $2 ORDER BY words.rowid DESC LIMIT $3";

    private readonly Statement _add;
    private readonly Statement _remove;

    public WordTable(SqliteConnection connection)
    {
        _add = new Statement(connection, "INSERT INTO words (rowid, text) VALUES ($0, $1)", 2);
        _remove = new Statement(connection, "DELETE FROM words WHERE rowid = $0", 1);
    }

    /// <summary>Adds the words of a row, which has none yet.</summary>
    public void Add(long id, HistoryRoom room, string content, bool isJson)
    {
        var words = Words.ToIndex(room, content, isJson);
        if (words.Length > 0)
        {
            _add.Set(0, id).Set(1, words).Run();
        }
    }

    public void Remove(long id) => _remove.Set(0, id).Run();

    public void Dispose()
    {
        _add.Dispose();
        _remove.Dispose();
    }
}
