using Microsoft.Data.Sqlite;

namespace SocketIO.Sequencer.Sqlite;

/// <summary>A prepared command with positional parameters ($0, $1, …), used again and again on one thread.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _parameters;

    public Statement(SqliteConnection connection, string sql, int parameters = 0)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        _parameters = new SqliteParameter[parameters];
        for (var i = 0; i < parameters; i++)
        {
            _parameters[i] = _command.Parameters.AddWithValue($"${i}", DBNull.Value);
        }
        _command.Prepare();
    }

    public Statement Set(int index, object value)
    {
        _parameters[index].Value = value;
        return this;
    }

    public int Run()
    {
        var changed = _command.ExecuteNonQuery();
        Forget();
        return changed;
    }

    public SqliteDataReader Query() => _command.ExecuteReader();

    public void Dispose() => _command.Dispose();

    // A parameter would keep a whole batch alive until the next one.
    private void Forget()
    {
        foreach (var parameter in _parameters)
        {
            parameter.Value = DBNull.Value;
        }
    }
}
