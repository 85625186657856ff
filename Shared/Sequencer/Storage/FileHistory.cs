using Microsoft.Data.Sqlite;
using SocketIO.History;
using SocketIO.Sequencer.Sqlite;

namespace SocketIO.Sequencer.Storage;

/// <summary>The durable rows of a file, in any process. Each reading thread gets a read-only connection of its own, which is kept
/// for the next one.</summary>
internal sealed class FileHistory : IHistorySource
{
    private const int MaxIdle = 4;

    private readonly string _path;
    private readonly Lock _lock = new();
    private readonly Stack<HistoryConnection> _idle = new();
    private bool _disposed;

    private FileHistory(string path) => _path = path;

    /// <summary>Opens the file, which the writing process has created before.</summary>
    /// <exception cref="SequencerException">The file cannot be read; the message says why.</exception>
    public static FileHistory Open(string path)
    {
        var history = new FileHistory(path);
        history.Return(history.Rent());
        return history;
    }

    /// <exception cref="SequencerException">The file could not be read; the message says why.</exception>
    public IReadOnlyList<HistoryEntry> ReadPage(HistoryRoom room, long after, long upTo, int maxRows, int maxBytes) =>
        Read(connection => connection.ReadPage(room, after, upTo, maxRows, maxBytes));

    /// <exception cref="SequencerException">The file could not be read; the message says why.</exception>
    public IReadOnlyList<HistoryEntry> ReadBack(HistoryRoom room, long before, int maxRows, int maxBytes) =>
        Read(connection => connection.ReadBack(room, before, maxRows, maxBytes));

    /// <exception cref="SequencerException">The file could not be read; the message says why.</exception>
    public IReadOnlyList<HistoryEntry> ReadReplacements(HistoryRoom room, IReadOnlyList<long> ids) => Read(connection => connection.ReadReplacements(room, ids));

    /// <exception cref="SequencerException">The file could not be read; the message says why.</exception>
    public long FindFloor(HistoryRoom room, long upTo, int count) => Read(connection => connection.FindFloor(room, upTo, count));

    /// <exception cref="SequencerException">The file could not be read; the message says why.</exception>
    public long FindRemoved(HistoryRoom room) => Read(connection => connection.FindRemoved(room));

    /// <exception cref="SequencerException">The file could not be read; the message says why.</exception>
    public IReadOnlyList<HistoryEntry> Search(HistoryRoom room, string question, long after, long before, int maxRows, int maxBytes) =>
        Read(connection => connection.Search(room, question, after, before, maxRows, maxBytes));

    /// <summary>Closes the connections; one that is in use follows when its page is read.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            while (_idle.TryPop(out var connection))
            {
                connection.Dispose();
            }
        }
    }

    private T Read<T>(Func<HistoryConnection, T> read)
    {
        var connection = Rent();
        var usable = false;
        try
        {
            var found = read(connection);
            usable = true;
            return found;
        }
        catch (SqliteException exception)
        {
            throw SqliteFaults.Translate(_path, exception, reading: true);
        }
        finally
        {
            if (usable)
            {
                Return(connection);
            }
            else
            {
                connection.Dispose();
            }
        }
    }

    private HistoryConnection Rent()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_idle.TryPop(out var connection))
            {
                return connection;
            }
        }
        try
        {
            return new HistoryConnection(_path);
        }
        catch (SqliteException exception)
        {
            throw SqliteFaults.Translate(_path, exception, reading: true);
        }
    }

    private void Return(HistoryConnection connection)
    {
        lock (_lock)
        {
            // One of a former version's file looks again at the next reading: the file may be brought up to date meanwhile.
            if (!_disposed && _idle.Count < MaxIdle && !connection.IsFormer)
            {
                _idle.Push(connection);
                return;
            }
        }
        connection.Dispose();
    }
}
