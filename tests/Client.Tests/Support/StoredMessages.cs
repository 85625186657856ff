using Microsoft.Data.Sqlite;

namespace Client.Tests.Support;

/// <summary>A row of the chat's table.</summary>
public sealed record StoredMessage(long Id, string ClientOffset, string Content);

/// <summary>Looks into the database of a running cluster, reading only.</summary>
public static class StoredMessages
{
    /// <summary>The rows of the main room, which is the tutorial's, in the order of their ids.</summary>
    public static IReadOnlyList<StoredMessage> Read(ClusterProcess cluster) => Read(cluster, "WHERE history = '' AND room = '' AND event = ''");

    /// <summary>All rows, in the order of their ids.</summary>
    public static IReadOnlyList<StoredMessage> ReadAll(ClusterProcess cluster) => Read(cluster, "");

    private static List<StoredMessage> Read(ClusterProcess cluster, string where)
    {
        using var connection = new SqliteConnection($"Data Source={cluster.Database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT id, client_offset, content FROM messages {where} ORDER BY id";
        using var rows = command.ExecuteReader();
        List<StoredMessage> messages = [];
        while (rows.Read())
        {
            messages.Add(new StoredMessage(rows.GetInt64(0), rows.GetString(1), rows.GetString(2)));
        }
        return messages;
    }
}
