using System.Text;
using Microsoft.Data.Sqlite;
using NUnit.Framework;
using SocketIO.Sequencer.Submissions;
using Testing;

namespace Sequencer.Tests;

/// <summary>Gives each test a directory of its own, a clock, and short ways to submit.</summary>
public abstract class LogFixture
{
    protected string Folder { get; private set; } = "";

    protected string DatabasePath => Path.Combine(Folder, "cluster.db");

    protected SteppingTime Time { get; private set; } = new();

    [SetUp]
    public void CreateFolder()
    {
        Folder = Directory.CreateTempSubdirectory("sequencer-").FullName;
        Time = new SteppingTime();
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Folder, recursive: true);

    private protected SequencedLog Open(SequencerOptions? options = null) =>
        SequencedLog.Open(options ?? new SequencerOptions { Path = DatabasePath }, Time);

    private protected static Submission Emit(string instance, long sequence, string payload = "x") =>
        new(instance, sequence, new EmitEvent("/", BroadcastTarget.Everyone, Encoding.UTF8.GetBytes(payload)));

    private protected static Submission Append(string instance, long sequence, string key, string content = "text") =>
        new(instance, sequence, new EmitEvent("/", BroadcastTarget.Everyone, Encoding.UTF8.GetBytes(content)), new DurableAppend(key, content));

    /// <summary>Says how a history is kept.</summary>
    private protected static void Keep(SequencedLog log, HistoryPolicy policy) => log.Commit([new Submission("a", 0, new KeepHistoryOperation(policy))]);

    /// <summary>Does all upkeep there is to do.</summary>
    private protected static void Tidy(SequencedLog log)
    {
        log.Trim();
        while (log.HasUpkeep)
        {
            log.RunUpkeep();
        }
    }

    private protected static List<long> Numbers(SequencedLog log, long after, int maxBytes = 1_000_000)
    {
        var entries = new List<LogEntry>();
        Assert.That(log.TryReadAfter(after, maxBytes, entries), Is.True, $"the log reaches back to {after}");
        return [.. entries.Select(entry => entry.Number)];
    }

    /// <summary>Reads page by page to the end.</summary>
    private protected static List<LogEntry> ReadAll(SequencedLog log, long after, int maxBytes = 1_000_000)
    {
        var all = new List<LogEntry>();
        var page = new List<LogEntry>();
        while (log.TryReadAfter(all.Count == 0 ? after : all[^1].Number, maxBytes, page) && page.Count > 0)
        {
            all.AddRange(page);
            page.Clear();
        }
        return all;
    }

    protected SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False;Default Timeout=5");
        connection.Open();
        return connection;
    }

    protected static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    protected static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>The keys of the durable rows, in the order of their ids; empty for one without.</summary>
    protected static List<string> StoredKeys(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False;Default Timeout=5");
        connection.Open();
        using var command = connection.CreateCommand();
        // As bytes: text would end at its first NUL character.
        command.CommandText = "SELECT CAST(ifnull(client_offset, '') AS BLOB) FROM messages ORDER BY id";
        using var reader = command.ExecuteReader();
        var keys = new List<string>();
        while (reader.Read())
        {
            keys.Add(Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(0)));
        }
        return keys;
    }

    /// <summary>Copies the database as a crash at this moment would leave it.</summary>
    protected string Snapshot(string name, long? walLength = null)
    {
        var target = Path.Combine(Folder, name);
        File.Copy(DatabasePath, target);
        File.Copy(DatabasePath + "-wal", target + "-wal");
        File.Copy(DatabasePath + ".mark", target + ".mark");
        if (walLength is { } length)
        {
            using var wal = File.OpenWrite(target + "-wal");
            wal.SetLength(length);
        }
        return target;
    }
}
