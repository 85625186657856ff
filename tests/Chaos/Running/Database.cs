using Chaos.Record;
using Microsoft.Data.Sqlite;

namespace Chaos.Running;

/// <summary>Looks into the log's file, reading only.</summary>
internal static class Database
{
    /// <summary>The chat's rows above an id, in order.</summary>
    public static IReadOnlyList<StoredRow> Read(string path, long after)
    {
        using var connection = Open(path);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, client_offset, content, history, room, replaces, json FROM messages WHERE id > $after ORDER BY id";
        command.Parameters.AddWithValue("$after", after);
        using var rows = command.ExecuteReader();
        List<StoredRow> found = [];
        while (rows.Read())
        {
            found.Add(new StoredRow(
                rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetString(4),
                rows.IsDBNull(5) ? null : rows.GetInt64(5), IsDeletion: rows.GetInt64(6) != 0));
        }
        return found;
    }

    public static long LastId(string path)
    {
        using var connection = Open(path);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT max(id) FROM messages";
        return command.ExecuteScalar() is long id ? id : 0;
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }
}
