using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace EventLog.Internal;

/// <summary>What is read from the file when it is opened.</summary>
internal sealed class LogState
{
    private const int EpochLength = 16;

    public required string Epoch { get; init; }

    public required long Incarnation { get; init; }

    public required long Reserved { get; init; }

    public required long FirstNumber { get; init; }

    public required long LastNumber { get; init; }

    public required long LastDurableId { get; init; }

    public required long LogBytes { get; init; }

    public required ConcurrentDictionary<string, Submitter> Submitters { get; init; }

    /// <summary>Reads the state, and stores the epoch of a new file and the next incarnation; called within a
    /// transaction.</summary>
    public static LogState Load(SqliteConnection connection)
    {
        var epoch = Value(connection, Meta.Epoch) as string;
        if (epoch is null)
        {
            epoch = RandomNumberGenerator.GetHexString(EpochLength, lowercase: true);
            Connections.Execute(connection, $"INSERT INTO meta (key, value) VALUES ('{Meta.Epoch}', '{epoch}')");
        }
        var incarnation = Number(connection, Meta.Incarnation) + 1;
        Connections.Execute(connection,
            $"INSERT OR REPLACE INTO meta (key, value) VALUES ('{Meta.Incarnation}', {incarnation})");
        var reserved = Number(connection, Meta.Reserved);
        // A clean end has lowered the mark to the last number; otherwise numbers beyond the last row may have been seen.
        var last = Math.Max(reserved, Connections.Number(connection, "SELECT last FROM log ORDER BY first DESC LIMIT 1"));
        return new LogState
        {
            Epoch = epoch,
            Incarnation = incarnation,
            Reserved = reserved,
            FirstNumber = Connections.Scalar(connection, "SELECT min(first) FROM log") as long? ?? last + 1,
            LastNumber = last,
            LastDurableId = Math.Max(
                Connections.Number(connection, "SELECT max(id) FROM messages"), LastAutoIncrement(connection)),
            LogBytes = Connections.Number(connection, "SELECT sum(length(entries)) FROM log"),
            Submitters = LoadSubmitters(connection),
        };
    }

    private static ConcurrentDictionary<string, Submitter> LoadSubmitters(SqliteConnection connection)
    {
        var submitters = new ConcurrentDictionary<string, Submitter>();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT instance, last, seen FROM submitters";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            submitters[reader.GetString(0)] = new Submitter(reader.GetInt64(1), reader.GetInt64(2));
        }
        return submitters;
    }

    // Rows that were deleted by hand must not give their ids away. An adopted table need not be AUTOINCREMENT.
    private static long LastAutoIncrement(SqliteConnection connection) =>
        Connections.Number(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_sequence'") > 0
            ? Connections.Number(connection, "SELECT max(seq) FROM sqlite_sequence WHERE name = 'messages'")
            : 0;

    private static object? Value(SqliteConnection connection, string key) =>
        Connections.Scalar(connection, $"SELECT value FROM meta WHERE key = '{key}'");

    private static long Number(SqliteConnection connection, string key) => Value(connection, key) is long value ? value : 0;
}
