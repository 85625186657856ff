using Microsoft.Data.Sqlite;

namespace SocketIO.Sequencer.Sqlite;

/// <summary>Opens connections with the settings that all of them share.</summary>
internal static class Connections
{
    // Microsoft.Data.Sqlite retries a busy command by itself, with sleeps of 150 ms, until the command timeout. With the
    // shortest one and a SQLite busy timeout of the same length, SQLite waits finely and the error comes after one second.
    private const int TimeoutSeconds = 1;

    public static SqliteConnection OpenWriter(string path) => Open(path, SqliteOpenMode.ReadWriteCreate);

    public static SqliteConnection OpenReader(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadOnly);
        Execute(connection, "PRAGMA query_only = ON");
        return connection;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    public static long Number(SqliteConnection connection, string sql) => Scalar(connection, sql) is long value ? value : 0;

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = TimeoutSeconds,
        }.ToString());
        try
        {
            connection.Open();
            Execute(connection, $"PRAGMA busy_timeout = {TimeoutSeconds * 1000}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
