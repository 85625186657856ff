using System.Text;
using Microsoft.Data.Sqlite;
using SocketIO.History;
using SocketIO.Sequencer.Sqlite;
using SQLitePCL;

namespace SocketIO.Sequencer.Storage;

/// <summary>One read-only connection to the durable rows.</summary>
internal sealed class HistoryConnection : IDisposable
{
    // A row that was written by hand, or before there were rooms, names none before it.
    private const string Previous = """
        coalesce(previous, (SELECT max(former.id) FROM messages AS former
          WHERE former.history = messages.history AND former.room = messages.room AND former.id < messages.id), 0)
        """;

    private const string Selected = $"SELECT id, CAST(content AS BLOB), CAST(event AS BLOB), json, at, CAST(details AS BLOB), {Previous}";

    private const string InRoom = $"WHERE {SqliteText.InRoom}";

    /// <summary>How many of its instructions SQLite does between two looks at the clock.</summary>
    private const int StepsBetweenLooks = 10_000;

    /// <summary>How long a search in one room may take.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);

    private readonly SqliteConnection _connection;
    private readonly Statements _statements;
    private readonly Statement _page;
    private readonly Statement _back;
    private readonly Statement? _replacement;
    private readonly Statement _floor;
    private readonly Statement? _removed;
    private readonly Statement? _search;

    public HistoryConnection(string path)
    {
        _connection = Connections.OpenReader(path);
        _statements = new Statements(_connection);
        try
        {
            // A worker may be newer than the process that writes, in a rolling update.
            IsFormer = Connections.Number(_connection, "PRAGMA user_version") < Schema.WithReplacements;
            var columns = $"{Selected}, {(IsFormer ? "NULL" : "replaces")} FROM messages";
            _page = _statements.Prepare($"{columns} {InRoom} AND id > $2 AND id <= $3 ORDER BY id LIMIT $4", 5);
            _back = _statements.Prepare($"{columns} {InRoom} AND id < $2 ORDER BY id DESC LIMIT $3", 4);
            _floor = _statements.Prepare($"SELECT id FROM messages {InRoom} AND id <= $2 ORDER BY id DESC LIMIT 1 OFFSET $3", 4);
            if (IsFormer)
            {
                return;
            }
            _replacement = _statements.Prepare($"{columns} {InRoom} AND replaces = $2 ORDER BY id DESC LIMIT 1", 3);
            _removed = _statements.Prepare($"""
                SELECT coalesce(
                  (SELECT {Previous} FROM messages {InRoom} ORDER BY id LIMIT 1),
                  (SELECT last FROM emptied {InRoom}), 0)
                """, 2);
            // The words decide; whether a row is the room's is checked all the same, since its mark is a hash.
            _search = _statements.Prepare($"""
                {Selected}, replaces FROM words CROSS JOIN messages ON messages.id = words.rowid
                  AND history = CAST($4 AS TEXT) AND room = CAST($5 AS TEXT)
                WHERE {WordTable.Found}
                """, 6);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether the file is one of a former version, which has no words and no replacements, and keeps everything.</summary>
    public bool IsFormer { get; }

    public List<HistoryEntry> ReadPage(HistoryRoom room, long after, long upTo, int maxRows, int maxBytes) =>
        Read(_page.SetRoom(room).Set(2, after).Set(3, upTo).Set(4, Math.Max(1, maxRows)), room, maxBytes);

    public List<HistoryEntry> ReadBack(HistoryRoom room, long before, int maxRows, int maxBytes)
    {
        var rows = Read(_back.SetRoom(room).Set(2, before).Set(3, Math.Max(1, maxRows)), room, maxBytes);
        rows.Reverse();
        return rows;
    }

    public List<HistoryEntry> ReadReplacements(HistoryRoom room, IReadOnlyList<long> ids) =>
        _replacement is null ? [] : [.. ids.SelectMany(id => Read(_replacement.SetRoom(room).Set(2, id), room, int.MaxValue))];

    public long FindFloor(HistoryRoom room, long upTo, int count)
    {
        using var reader = _floor.SetRoom(room).Set(2, upTo).Set(3, count).Query();
        return reader.Read() ? reader.GetInt64(0) : 0;
    }

    public long FindRemoved(HistoryRoom room)
    {
        if (_removed is null)
        {
            return 0;
        }
        using var reader = _removed.SetRoom(room).Query();
        return reader.Read() ? reader.GetInt64(0) : 0;
    }

    public List<HistoryEntry> Search(HistoryRoom room, string question, long after, long before, int maxRows, int maxBytes)
    {
        if (_search is null)
        {
            return [];
        }
        _search.Set(0, question).Set(1, after).Set(2, before).Set(3, Math.Max(1, maxRows));
        _search.SetRoom(room, first: 4);
        var rows = Limited(() => Read(_search, room, maxBytes));
        rows.Reverse();
        return rows;
    }

    public void Dispose()
    {
        _statements.Dispose();
        _connection.Dispose();
    }

    private static List<HistoryEntry> Read(Statement statement, HistoryRoom place, int maxBytes)
    {
        var rows = new List<HistoryEntry>();
        long room = maxBytes;
        using var reader = statement.Query();
        while (reader.Read())
        {
            var (content, details) = (Bytes(reader, 1), Bytes(reader, 5));
            room -= content.Length + details.Length;
            if (room < 0 && rows.Count > 0)
            {
                break;
            }
            rows.Add(new HistoryEntry(reader.GetInt64(0), Encoding.UTF8.GetString(content))
            {
                EventName = Encoding.UTF8.GetString(Bytes(reader, 2)),
                IsJson = reader.GetBoolean(3),
                Replaces = reader.IsDBNull(7) ? null : reader.GetInt64(7),
                Stamp = new DurableStamp(reader.GetInt64(6), reader.IsDBNull(4) ? 0 : reader.GetInt64(4), place.Room, details),
            });
        }
        return rows;
    }

    /// <exception cref="TimeoutException">It took too long.</exception>
    private T Limited<T>(Func<T> work)
    {
        // By the machine's clock: it is work that is limited, whatever time the log goes by.
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        raw.sqlite3_progress_handler(_connection.Handle, StepsBetweenLooks, _ => time.GetElapsedTime(started) > MaxTime ? 1 : 0, null);
        try
        {
            return work();
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new TimeoutException($"a search in one room was not done within {MaxTime.TotalSeconds} s", exception);
        }
        finally
        {
            raw.sqlite3_progress_handler(_connection.Handle, 0, null, null);
        }
    }

    private static byte[] Bytes(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? [] : reader.GetFieldValue<byte[]>(column);
}
