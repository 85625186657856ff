using Microsoft.Data.Sqlite;
using SocketIO.Sequencer.Sqlite;

namespace SocketIO.Sequencer.Storage;

/// <summary>The tables: checked before anything is changed, then created where they are missing.</summary>
internal static class Schema
{
    public const long Version = 4;

    /// <summary>The version from which on rows stand in place of others, words are indexed, and rows are removed.</summary>
    public const long WithReplacements = 4;

    private const long CheckedFileSize = 256L << 20;

    // The messages table is the one of the Socket.IO tutorial, so that its database can be taken over.
    private const string Create = """
        CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS log (
          first INTEGER PRIMARY KEY,
          last INTEGER NOT NULL,
          created INTEGER NOT NULL,
          entries BLOB NOT NULL
        );
        CREATE TABLE IF NOT EXISTS submitters (
          instance TEXT PRIMARY KEY,
          last INTEGER NOT NULL,
          seen INTEGER NOT NULL,
          gone INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS sessions (sid BLOB PRIMARY KEY, state BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS trimmed (
          namespace BLOB NOT NULL,
          wide INTEGER NOT NULL,
          room BLOB NOT NULL,
          number INTEGER NOT NULL,
          PRIMARY KEY (namespace, wide, room)
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS messages (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          client_offset TEXT UNIQUE,
          content TEXT
        );
        CREATE TABLE IF NOT EXISTS histories (
          name TEXT PRIMARY KEY,
          max_events INTEGER,
          max_age INTEGER,
          searchable INTEGER NOT NULL DEFAULT 0,
          indexed INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS emptied (
          history TEXT NOT NULL,
          room TEXT NOT NULL,
          last INTEGER NOT NULL,
          PRIMARY KEY (history, room)
        ) WITHOUT ROWID;
        """;

    // What the tutorial's table lacks. Its own statements go on working: a row without these is one of the main room.
    private static readonly (string Name, string Definition)[] Added =
    [
        ("history", "TEXT NOT NULL DEFAULT ''"),
        ("room", "TEXT NOT NULL DEFAULT ''"),
        ("event", "TEXT NOT NULL DEFAULT ''"),
        ("json", "INTEGER NOT NULL DEFAULT 0"),
        ("previous", "INTEGER"),
        ("at", "INTEGER"),
        ("details", "TEXT"),
        ("replaces", "INTEGER"),
    ];

    // Each entry of an index ends with the row's id, so this one has a room's ids in their order.
    private const string Index = """
        CREATE INDEX IF NOT EXISTS messages_by_room ON messages (history, room);
        CREATE INDEX IF NOT EXISTS messages_by_replaced ON messages (replaces) WHERE replaces IS NOT NULL;
        """;

    /// <summary>
    /// Has the rows of a history in the order of their times. Made when a history is first to lose its events by age: nobody else is to pay
    /// for it with every append. Takes about a second for a million rows, once.
    /// </summary>
    public const string AgeIndex = "CREATE INDEX IF NOT EXISTS messages_by_age ON messages (history, at) WHERE at IS NOT NULL";

    // Version 1 knew no sessions, so nobody can want its entries again; its numbers, submitters and messages go on.
    private const string FromVersion1 = $"""
        ALTER TABLE submitters ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
        INSERT OR REPLACE INTO meta (key, value) SELECT '{Meta.Trimmed}', max(last) FROM log HAVING count(*) > 0;
        DELETE FROM log;
        """;

    // What the chat of version 3 stored in place of a message said so in its details only. Without this the words of messages that were
    // deleted would be found.
    private const string FromVersion3 = """
        UPDATE messages SET replaces = json_extract(details, '$.of')
        WHERE event = 'chat edited' AND json_valid(details) AND json_type(details, '$.of') = 'integer';
        """;

    /// <summary>Throws when the file is damaged, of a newer version, or another program's.</summary>
    public static void Check(SqliteConnection connection, string path)
    {
        var version = Connections.Number(connection, "PRAGMA user_version");
        if (version > Version)
        {
            throw SqliteFaults.Newer(path, version, Version);
        }
        if (new FileInfo(path).Length <= CheckedFileSize
            && Connections.Scalar(connection, "PRAGMA quick_check(1)") is string found && found != "ok")
        {
            // The report starts with a heading between asterisks.
            throw SqliteFaults.Damaged(path, found.ReplaceLineEndings(" ").Split('*')[^1].Trim());
        }
        if (version == 0)
        {
            CheckForeign(connection, path);
        }
    }

    /// <summary>Creates what is missing, and brings an older version up to date; called within a transaction.</summary>
    public static void Ensure(SqliteConnection connection)
    {
        var version = Connections.Number(connection, "PRAGMA user_version");
        if (version == 1)
        {
            Connections.Execute(connection, FromVersion1);
        }
        Connections.Execute(connection, Create);
        foreach (var (name, definition) in Added)
        {
            if (Connections.Number(connection, $"SELECT count(*) FROM pragma_table_info('messages') WHERE name = '{name}'") == 0)
            {
                Connections.Execute(connection, $"ALTER TABLE messages ADD COLUMN {name} {definition}");
            }
        }
        if (version == 3)
        {
            Connections.Execute(connection, FromVersion3);
        }
        Connections.Execute(connection, Index);
        Connections.Execute(connection, WordTable.Create);
        Connections.Execute(connection, $"PRAGMA user_version = {Version}");
    }

    private static void CheckForeign(SqliteConnection connection, string path)
    {
        if (Connections.Number(connection,
            "SELECT count(*) FROM sqlite_master WHERE name IN ('meta', 'log', 'submitters', 'sessions', 'trimmed', 'histories', 'emptied', 'words')") > 0)
        {
            throw SqliteFaults.Incompatible(path, "it belongs to another program");
        }
        if (Connections.Scalar(connection, "PRAGMA encoding") is not "UTF-8")
        {
            throw SqliteFaults.Incompatible(path, "its text is not stored as UTF-8");
        }
        if (Connections.Number(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'messages'") > 0
            && !HasTutorialTable(connection))
        {
            throw SqliteFaults.Incompatible(path,
                "its table messages lacks the columns id (primary key), client_offset (unique) and content");
        }
    }

    private static bool HasTutorialTable(SqliteConnection connection) =>
        Connections.Number(connection, """
            SELECT count(*) FROM pragma_table_info('messages')
            WHERE (name = 'id' AND upper(type) = 'INTEGER' AND pk = 1) OR name IN ('client_offset', 'content')
            """) == 3
        && Connections.Number(connection, """
            SELECT count(*) FROM pragma_index_list('messages') AS list, pragma_index_info(list.name) AS info
            WHERE list."unique" = 1 AND list.partial = 0 AND info.name = 'client_offset'
              AND (SELECT count(*) FROM pragma_index_info(list.name)) = 1
            """) > 0;
}
