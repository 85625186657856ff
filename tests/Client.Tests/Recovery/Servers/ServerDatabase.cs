using System.Text;
using Microsoft.Data.Sqlite;

namespace Client.Tests.Recovery.Servers;

/// <summary>Looks into the database of a running server, reading only.</summary>
internal static class ServerDatabase
{
    public static long Number(string database, string query, params (string Name, object Value)[] parameters)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }
        return command.ExecuteScalar() is long number ? number : 0;
    }

    /// <summary>Waits until the log keeps nothing of a session any more.</summary>
    public static Task WaitForEndOfSessionAsync(string database, string id) => Eventually.TrueAsync(
        () => Number(database, "SELECT count(*) FROM sessions WHERE sid = $id", ("$id", Encoding.UTF8.GetBytes(id))) == 0, "the end of the session");
}
