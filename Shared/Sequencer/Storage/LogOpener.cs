using Microsoft.Data.Sqlite;
using SocketIO.Sequencer.Sqlite;

namespace SocketIO.Sequencer.Storage;

/// <summary>Opens the file for writing: checks it, creates its tables and reads its state.</summary>
internal static class LogOpener
{
    private const long JournalSizeLimit = 16 << 20;

    public static (ILogStore Store, LogState State) Open(string path)
    {
        PreparePath(path);
        SqliteConnection? connection = null;
        try
        {
            connection = Connections.OpenWriter(path);
            Schema.Check(connection, path);
            UseWal(connection, path);
            var state = LoadState(connection, HighWaterMark.Read(path));
            var mark = HighWaterMark.Open(path);
            mark.Note(new HighWater(state.Epoch, state.Incarnation, state.Reserved, state.LastDurableId));
            mark.Synchronise();
            var store = new SqliteStore(path, connection, mark);
            connection = null;
            return (store, state);
        }
        catch (SqliteException exception)
        {
            throw SqliteFaults.Translate(path, exception);
        }
        catch (InvalidDataException exception)
        {
            throw SqliteFaults.Damaged(path, exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw SqliteFaults.NotWritable(path, $"the mark beside it: {exception.Message}", exception);
        }
        finally
        {
            connection?.Dispose();
        }
    }

    private static void PreparePath(string path)
    {
        if (Directory.Exists(path))
        {
            throw SqliteFaults.NotWritable(path, "it is a directory");
        }
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw SqliteFaults.NotWritable(path, "its directory cannot be created", exception);
        }
        try
        {
            // Private ids of sessions lie in it: whoever reads one has the session.
            foreach (var file in (string[])[path, HighWaterMark.PathOf(path)])
            {
                // One that is there is not opened: closing any handle of a database gives up the locks that SQLite has on it.
                if (!File.Exists(file))
                {
                    PrivateFile.Open(file, FileMode.CreateNew, FileAccess.Write).Dispose();
                }
            }
            // SQLite makes its others as the database is, but they may be left from before.
            foreach (var file in (string[])[path, HighWaterMark.PathOf(path), path + "-wal", path + "-shm", path + "-journal"])
            {
                PrivateFile.Close(file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw SqliteFaults.NotWritable(path, $"its files cannot be made private: {exception.Message}", exception);
        }
    }

    private static void UseWal(SqliteConnection connection, string path)
    {
        if (Connections.Scalar(connection, "PRAGMA journal_mode = WAL") is not "wal")
        {
            throw SqliteFaults.NotWritable(path, "its file system does not support a write-ahead log");
        }
        Connections.Execute(connection, $"PRAGMA journal_size_limit = {JournalSizeLimit}");
        Connections.Execute(connection, "PRAGMA synchronous = FULL");
    }

    private static LogState LoadState(SqliteConnection connection, HighWater? mark)
    {
        Connections.Execute(connection, "BEGIN IMMEDIATE");
        Schema.Ensure(connection);
        var state = LogState.Load(connection, mark);
        Connections.Execute(connection, "COMMIT");
        return state;
    }
}
