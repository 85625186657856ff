using Microsoft.Data.Sqlite;

namespace SocketIO.Sequencer.Sqlite;

/// <summary>The prepared commands of a connection, which end together.</summary>
internal sealed class Statements(SqliteConnection connection) : IDisposable
{
    private readonly List<Statement> _all = [];

    public Statement Prepare(string sql, int parameters = 0)
    {
        var statement = new Statement(connection, sql, parameters);
        _all.Add(statement);
        return statement;
    }

    public void Dispose() => _all.ForEach(statement => statement.Dispose());
}
