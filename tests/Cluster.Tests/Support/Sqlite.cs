using Microsoft.Data.Sqlite;

namespace Cluster.Tests.Support;

/// <summary>Meddles with a database file.</summary>
public static class Sqlite
{
    public static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
