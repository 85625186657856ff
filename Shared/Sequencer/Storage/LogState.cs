using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using SocketIO.Sequencer.Serialization;
using SocketIO.Sequencer.Sessions;
using SocketIO.Sequencer.Sqlite;
using SocketIO.Sequencer.Submissions;

namespace SocketIO.Sequencer.Storage;

/// <summary>What is read from the file when it is opened.</summary>
internal sealed class LogState
{
    private const int EpochLength = 16;

    public required string Epoch { get; init; }

    /// <summary>Why the log begins anew though the file is not; null if it does not.</summary>
    public string? Restart { get; init; }

    public required long Incarnation { get; init; }

    public required long Reserved { get; init; }

    public required long FirstNumber { get; init; }

    public required long LastNumber { get; init; }

    public required long LastDurableId { get; init; }

    public required long LogBytes { get; init; }

    public required ConcurrentDictionary<string, Submitter> Submitters { get; init; }

    /// <summary>How long entries had to stay readable before, in milliseconds.</summary>
    public long Retention { get; init; }

    public StoredSessions Sessions { get; init; } = StoredSessions.None;

    /// <summary>How histories are kept.</summary>
    public IReadOnlyList<HistoryPolicy> Histories { get; init; } = [];

    /// <summary>The state of a log that does not outlive its process.</summary>
    public static LogState InMemory() => new()
    {
        Epoch = RandomNumberGenerator.GetHexString(EpochLength, lowercase: true),
        Incarnation = 1,
        Reserved = long.MaxValue,
        FirstNumber = 1,
        LastNumber = 0,
        LastDurableId = 0,
        LogBytes = 0,
        Submitters = new(),
    };

    /// <summary>
    /// Reads the state, and stores the next incarnation, and the epoch of a new file or of one that has gone back: then its
    /// clients have seen what it does not know, and would take what it stores now for what they have. Called within a
    /// transaction.
    /// </summary>
    public static LogState Load(SqliteConnection connection, HighWater? mark)
    {
        // An adopted table need not be AUTOINCREMENT, and the last row may be one that was removed.
        var durableId = Math.Max(
            Math.Max(Connections.Number(connection, "SELECT max(id) FROM messages"), LastAutoIncrement(connection)), Number(connection, Meta.DurableId));
        var epoch = Value(connection, Meta.Epoch) as string;
        var restart = epoch is null ? null : WhyAnew(connection, mark, epoch, durableId);
        if (epoch is null || restart is not null)
        {
            epoch = RandomNumberGenerator.GetHexString(EpochLength, lowercase: true);
            Store(connection, Meta.Epoch, $"'{epoch}'");
        }
        if (restart is not null)
        {
            Forget(connection, mark?.Reserved ?? 0);
        }
        var incarnation = Number(connection, Meta.Incarnation) + 1;
        Store(connection, Meta.Incarnation, $"{incarnation}");
        Store(connection, Meta.Marked, "1");
        var reserved = Number(connection, Meta.Reserved);
        // A clean end has lowered the mark to the last number; otherwise numbers beyond the last row may have been seen.
        var last = Math.Max(reserved, Connections.Number(connection, "SELECT last FROM log ORDER BY first DESC LIMIT 1"));
        return new LogState
        {
            Epoch = epoch,
            Restart = restart,
            Incarnation = incarnation,
            Reserved = reserved,
            FirstNumber = Connections.Scalar(connection, "SELECT min(first) FROM log") as long? ?? last + 1,
            LastNumber = last,
            LastDurableId = durableId,
            LogBytes = Connections.Number(connection, "SELECT sum(length(entries)) FROM log"),
            Submitters = LoadSubmitters(connection),
            Retention = Number(connection, Meta.Retention),
            Sessions = LoadSessions(connection, last),
            Histories = [.. Rows(connection, "SELECT CAST(name AS BLOB), max_events, max_age, searchable FROM histories", ToPolicy)],
        };
    }

    private static string? WhyAnew(SqliteConnection connection, HighWater? mark, string epoch, long durableId) =>
        mark is { } high
            ? high.WhyNot(new HighWater(epoch, Number(connection, Meta.Incarnation), Number(connection, Meta.Reserved), durableId))
            // One of a version that kept no mark may go on.
            : Number(connection, Meta.Marked) == 0 ? null : "the mark that is kept beside it is missing or damaged";

    // The messages stay; who had seen what is of the former epoch.
    private static void Forget(SqliteConnection connection, long reserved)
    {
        Connections.Execute(connection, "DELETE FROM sessions; DELETE FROM submitters; DELETE FROM trimmed");
        var last = Math.Max(Math.Max(reserved, Number(connection, Meta.Reserved)), Connections.Number(connection, "SELECT max(last) FROM log"));
        Connections.Execute(connection, "DELETE FROM log");
        Store(connection, Meta.Reserved, $"{last}");
        Store(connection, Meta.Trimmed, $"{last}");
    }

    private static void Store(SqliteConnection connection, string key, string value) =>
        Connections.Execute(connection, $"INSERT OR REPLACE INTO meta (key, value) VALUES ('{key}', {value})");

    private static ConcurrentDictionary<string, Submitter> LoadSubmitters(SqliteConnection connection) =>
        new(Rows(connection, "SELECT instance, last, seen, gone FROM submitters", row =>
            KeyValuePair.Create(row.GetString(0), new Submitter(row.GetInt64(1), row.GetInt64(2), row.GetBoolean(3)))));

    private static StoredSessions LoadSessions(SqliteConnection connection, long last) => new(
        [.. Rows(connection, "SELECT sid, state FROM sessions", row => SessionCodec.Decode(row.GetText(0), row.GetFieldValue<byte[]>(1)))],
        [
            .. Rows(connection, "SELECT namespace, wide, room, number FROM trimmed", row =>
                (new RoomKey(row.GetText(0), row.GetBoolean(1) ? null : row.GetText(2)), row.GetInt64(3))),
        ],
        new LostNumbers(LoadGaps(connection, last)));

    private static List<(long Before, long End)> LoadGaps(SqliteConnection connection, long last)
    {
        var gaps = new List<(long, long)>();
        var end = Number(connection, Meta.Trimmed);
        foreach (var row in Rows(connection, "SELECT first, last FROM log ORDER BY first", row => (First: row.GetInt64(0), Last: row.GetInt64(1))))
        {
            if (row.First > end + 1)
            {
                gaps.Add((end, row.First - 1));
            }
            end = row.Last;
        }
        if (last > end)
        {
            gaps.Add((end, last));
        }
        return gaps;
    }

    private static IEnumerable<T> Rows<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return read(reader);
        }
    }

    private static HistoryPolicy ToPolicy(SqliteDataReader row) => new(row.GetText(0))
    {
        MaxEvents = row.IsDBNull(1) ? null : row.GetInt64(1),
        MaxAge = row.IsDBNull(2) ? null : TimeSpan.FromMilliseconds(row.GetInt64(2)),
        IsSearchable = row.GetBoolean(3),
    };

    // Rows that were deleted by hand must not give their ids away.
    private static long LastAutoIncrement(SqliteConnection connection) =>
        Connections.Number(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_sequence'") > 0
            ? Connections.Number(connection, "SELECT max(seq) FROM sqlite_sequence WHERE name = 'messages'")
            : 0;

    private static object? Value(SqliteConnection connection, string key) =>
        Connections.Scalar(connection, $"SELECT value FROM meta WHERE key = '{key}'");

    private static long Number(SqliteConnection connection, string key) => Value(connection, key) is long value ? value : 0;
}
